import { secretDirectives, secretWords } from './secret-names.ts';

const maxLength = 300;
// What follows a closing quotation mark without a space belongs to the value: a torn line must not show the rest of it.
const value = `(?:"[^"]*"?|'[^']*'?)?\\S*`;
const directive = new RegExp(`\\b(${secretDirectives})\\s+${value}`, 'gi');
const authPass = new RegExp(`\\b(auth-pass\\s+\\S+)\\s+${value}`, 'gi');
const named = new RegExp(`(?<![\\w-])((?:[\\w-]*(?:${secretWords}))\\s*[=:]\\s*)${value}`, 'gi');
const cliPassword = new RegExp(`\\b((?:redis|valkey)-cli\\b[^\\n]{0,1000}?\\s-a\\s+)${value}`, 'gi');
const option = new RegExp(`(\\s--?(?:${secretWords}|pass)[=\\s]+)${value}`, 'gi');

/** Words of placeholders, of Redis's own error texts and of stack traces: none of them is anybody's password in angle brackets. */
const plainWords =
  'a|an|the|of|or|your|my|new|old|here|password|pass|passwd|username|user|name|host|hostname|port|db|database|index|id|key|keys|value|secret|token|url|uri|address|addr|ip|' +
  'command|arg|args|argument|option|options|file|path|number|string|seconds|milliseconds|timeout|count|prefix|pattern|channel|group|consumer|server|client|node|cluster|master|' +
  'primary|replica|service|namespace|redis|valkey|sentinel|anonymous|module|lambda|listcomp|genexpr|stdin|function|unknown|none|null|empty|redacted|hidden|masked';
const placeholder = `<(?:${plainWords})(?:[ _-](?:${plainWords})){0,5}>(?=[\\s'".,:;!?)\\]]|$)`;
/** Passwords in ACL rules: `>new`, `<old`, `!digest`, `#digest`. */
const aclPassword = new RegExp(`(^|[\\s'"])(?:(${placeholder})|([><!]|#(?=[0-9a-f]{64}))[^\\s'"]+)`, 'gi');

/**
 * Takes out what may be a secret: passwords in URLs, in options and directives, ACL passwords, and what a client sent.
 * A log should hold none, but `FATAL CONFIG FILE ERROR` repeats the whole line, and crash reports repeat arguments.
 */
export const maskText = (text: string): string => maskSecrets(text).slice(0, maxLength);

/** The same at full length. */
export function maskSecrets(text: string): string {
  return text
    .replace(/(:\/\/[^\s/@:]*:)[^\s@/]*@/g, '$1***@')
    .replace(directive, '$1 ***')
    .replace(authPass, '$1 ***')
    .replace(named, '$1***')
    .replace(cliPassword, '$1***')
    .replace(option, '$1***')
    .replace(aclPassword, (whole: string, before: string, prose: string | undefined, sign: string) =>
      prose !== undefined || (sign === '>' && /^>>>?$/.test(whole.trim())) ? whole : `${before}${sign}***`,
    )
    .replace(/(client->argv\[\d+\] = ).*/, '$1***')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, ' ');
}
