import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets } from './index.ts';

test.each([
  'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
  'ERR wrong number of arguments: HELLO 3 AUTH <username> <password>',
  'use redis-cli --user <user-name> -h <host>, or "<your password here>".',
  'File "<stdin>", line 1, in <module>',
  'echo done >> $GITHUB_ENV',
  'at new Promise (<anonymous>) at <anonymous>',
])('placeholders stay readable: %s', (text) => {
  expect(maskSecrets(text)).toBe(text);
});

describe('planted secrets', () => {
  const secrets = fc.string({ unit: fc.constantFrom(...'abcxyzABCXYZ0189-_.!?*+<>%&/'), minLength: 6, maxLength: 30 }).map((text) => `q7${text}`);
  test.each<[form: string, (secret: string) => string]>([
    ['a new one of a rule', (secret) => `user app on >${secret} ~* +@all`],
    ['an old one of a rule', (secret) => `ACL SETUSER app <${secret}`],
    ['an old one that ends as a placeholder does', (secret) => `ACL SETUSER app <${secret}> nopass`],
    ['in quotes', (secret) => `"<${secret}>"`],
    ['behind a placeholder', (secret) => `AUTH <password>${secret}`],
    ['at the beginning of a text', (secret) => `<password>-${secret} is wrong`],
    ['of a directive', (secret) => `requirepass <${secret}>`],
    ['of a variable', (secret) => `REDIS_PASSWORD=<${secret}>`],
  ])('%s is taken out', (_, form) => {
    fc.assert(
      fc.property(secrets, (secret) => !maskSecrets(form(secret)).includes(secret)),
      { numRuns: 500 },
    );
  });
});
