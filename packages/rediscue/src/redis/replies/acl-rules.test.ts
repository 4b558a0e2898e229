import { expect, it } from 'vitest';
import { parseAclGetUser } from './acl-rules.ts';

const texts = (...words: string[]) => words.map((word) => Buffer.from(word));

it('reads the lists of 6.0, which knew no channels', () => {
  expect(
    parseAclGetUser([
      Buffer.from('flags'),
      ['on'],
      Buffer.from('passwords'),
      texts('hash'),
      Buffer.from('commands'),
      Buffer.from('-@all +get'),
      Buffer.from('keys'),
      texts('a:*', 'b:*'),
    ]),
  ).toEqual({
    enabled: true,
    noPassword: false,
    commands: '-@all +get',
    keys: '~a:* ~b:*',
    channels: '&*',
  });
});

it('reads the map of 7.0', () => {
  const reply = new Map<string, never>(
    Object.entries({ flags: ['off', 'nopass'], passwords: [], commands: '+@all', keys: '~* %R~x', channels: '', selectors: [] }) as unknown as [string, never][],
  );
  expect(parseAclGetUser(reply)).toEqual({ enabled: false, noPassword: true, commands: '+@all', keys: '~* %R~x', channels: '' });
});

it('tells no user from no answer', () => {
  expect(parseAclGetUser(null)).toBeNull();
  expect(parseAclGetUser([])).toBeUndefined();
  expect(parseAclGetUser('OK')).toBeUndefined();
});
