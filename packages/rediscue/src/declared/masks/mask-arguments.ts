/** Options of servers and their tools whose value is a secret. */
export const secretOptions = /^--?(requirepass|masterauth|primaryauth|tls-key-file-pass|tls-client-key-file-pass|pass|password|token|secret)$/i;

/** `REDIS_PASSWORD='…' app`: hidden, but no finding of its own, since what runs in a shell's line is often a test. References stay. */
const assignment = /(?<![\w$])([A-Z][A-Z0-9_]*(?:PASS|PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|AUTH|_KEY)=)(?!["']?\$)(?:"[^"]*"?|'[^']*'?|[^\s"';&|)]+)+/g;

/** Arguments with secrets replaced, and whether there was one. */
export function maskArguments(words: readonly string[]): { shown: string[]; hasSecret: boolean } {
  let hasSecret = false;
  const isServer = words.some((word) => /(redis|valkey|keydb)-/.test(word));
  const hide = (text: string) => {
    if (text !== '' && text !== '***') hasSecret = true;
    return '***';
  };
  let isValue = false;
  const shown = words.map((word) => {
    if (isValue) {
      isValue = false;
      // An option without a value is followed by the next option.
      if (!word.startsWith('--')) return hide(word);
    }
    if (secretOptions.test(word) || (isServer && word === '-a')) {
      isValue = true;
      return word;
    }
    return word
      .replace(/^(--?[\w-]*(?:requirepass|masterauth|password|pass|token|secret)[\w-]*=)(.+)$/i, (_, name: string, value: string) => name + hide(value))
      .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:)([^\s@/]+)@/gi, (_, before: string, value: string) => `${before}${hide(value)}@`)
      .replace(/(--?(?:requirepass|masterauth)\s+)(?:"[^"]*"|'[^']*'|[^\s"']+)/gi, (_, before: string) => before + hide('x'))
      .replace(/((?:redis|valkey)-cli\b.*?\s-a\s+)(?:"[^"]*"|'[^']*'|[^\s"']+)/gi, (_, before: string) => before + hide('x'))
      .replace(assignment, (_, name: string) => `${name}***`)
      .slice(0, 400);
  });
  return { shown, hasSecret };
}
