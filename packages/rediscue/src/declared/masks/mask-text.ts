const maxLength = 300;

/**
 * Takes out what may be a secret: passwords in URLs, in options and directives, ACL passwords, and what a client sent.
 * A log should hold none, but `FATAL CONFIG FILE ERROR` repeats the whole line, and crash reports repeat arguments.
 */
export const maskText = (text: string): string => maskSecrets(text).slice(0, maxLength);

/** The same at full length. */
export function maskSecrets(text: string): string {
  // What follows a closing quotation mark without a space belongs to the value: a torn line must not show the rest of it.
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:)[^\s@/]*@/gi, '$1***@')
    .replace(/\b(requirepass|masterauth|primaryauth|tls-(?:client-)?key-file-pass|sentinel-pass)\s+(?:"[^"]*"?|'[^']*'?)?\S*/gi, '$1 ***')
    .replace(/\b(auth-pass\s+\S+)\s+(?:"[^"]*"?|'[^']*'?)?\S*/gi, '$1 ***')
    .replace(/\b((?:[\w-]*(?:password|passwd|secret|token))\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?)?\S*/gi, '$1***')
    .replace(/\b((?:redis|valkey)-cli\b[^\n]*?\s-a\s+)(?:"[^"]*"?|'[^']*'?)?\S*/gi, '$1***')
    .replace(/(\s--?(?:pass|password|token|secret)[=\s]+)(?:"[^"]*"?|'[^']*'?)?\S*/gi, '$1***')
    .replace(/(^|[\s'"])([><!]|#(?=[0-9a-f]{64}))[^\s'"]+/g, (whole, before: string, sign: string) => (sign === '>' && whole.trim() === '>>>' ? whole : `${before}${sign}***`))
    .replace(/(client->argv\[\d+\] = ).*/, '$1***')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ' ');
}
