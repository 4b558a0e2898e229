import { secretDirectives, secretWords } from './secret-names.ts';

const maxLength = 300;
// What follows a closing quotation mark without a space belongs to the value: a torn line must not show the rest of it.
const value = `(?:"[^"]*"?|'[^']*'?)?\\S*`;
const directive = new RegExp(`\\b(${secretDirectives})\\s+${value}`, 'gi');
const authPass = new RegExp(`\\b(auth-pass\\s+\\S+)\\s+${value}`, 'gi');
const named = new RegExp(`\\b((?:[\\w-]*(?:${secretWords}))\\s*[=:]\\s*)${value}`, 'gi');
const cliPassword = new RegExp(`\\b((?:redis|valkey)-cli\\b[^\\n]*?\\s-a\\s+)${value}`, 'gi');
const option = new RegExp(`(\\s--?(?:${secretWords}|pass)[=\\s]+)${value}`, 'gi');

/**
 * Takes out what may be a secret: passwords in URLs, in options and directives, ACL passwords, and what a client sent.
 * A log should hold none, but `FATAL CONFIG FILE ERROR` repeats the whole line, and crash reports repeat arguments.
 */
export const maskText = (text: string): string => maskSecrets(text).slice(0, maxLength);

/** The same at full length. */
export function maskSecrets(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:)[^\s@/]*@/gi, '$1***@')
    .replace(directive, '$1 ***')
    .replace(authPass, '$1 ***')
    .replace(named, '$1***')
    .replace(cliPassword, '$1***')
    .replace(option, '$1***')
    .replace(/(^|[\s'"])([><!]|#(?=[0-9a-f]{64}))[^\s'"]+/g, (whole, before: string, sign: string) => (sign === '>' && whole.trim() === '>>>' ? whole : `${before}${sign}***`))
    .replace(/(client->argv\[\d+\] = ).*/, '$1***')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ' ');
}
