import { secretDirectives, secretOptionNames, secretWords } from './secret-names.ts';

const option = new RegExp(`^--?(?:${secretOptionNames})$`, 'i');
// First the whole name, then whether it is one of a secret's: a name of thousands of words costs no more than its length.
const secretInName = new RegExp(secretOptionNames, 'i');
const directiveInWord = new RegExp(`(--?(?:${secretDirectives})\\s+)(?:"[^"]*"|'[^']*'|[^\\s"']+)`, 'gi');

/** A word such as `--requirepass` or `--pass`: the next one is a secret. */
export const isSecretOption = (word: string): boolean => option.test(word);

/** `REDIS_PASSWORD='…' app`: hidden, but no finding of its own, since what runs in a shell's line is often a test. References stay. */
const assignment = new RegExp(`(?<![\\w$])([A-Z][A-Z0-9_]*(?:${secretWords.toUpperCase()}|PASS|PWD|AUTH|_KEY)=)(?!["']?\\$)(?:"[^"]*"?|'[^']*'?|[^\\s"';&|)]+)+`, 'g');

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
    if (isSecretOption(word) || (isServer && word === '-a')) {
      isValue = true;
      return word;
    }
    return word
      .replace(/^(--?[\w-]+=)(.+)$/, (whole, name: string, value: string) => (secretInName.test(name) ? name + hide(value) : whole))
      .replace(/(:\/\/[^\s/@:]*:)([^\s@/]+)@/g, (_, before: string, value: string) => `${before}${hide(value)}@`)
      .replace(directiveInWord, (_, before: string) => before + hide('x'))
      .replace(/((?:redis|valkey)-cli\b.{0,1000}?\s-a\s+)(?:"[^"]*"|'[^']*'|[^\s"']+)/gi, (_, before: string) => before + hide('x'))
      .replace(assignment, (_, name: string) => `${name}***`)
      .slice(0, 400);
  });
  return { shown, hasSecret };
}
