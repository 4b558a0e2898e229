import { expect, it } from 'vitest';
import { isSecretSetting, parseConfig } from './config-reply.ts';

it('reads lists and maps alike', () => {
  const expected = new Map([
    ['save', '3600 1'],
    ['requirepass', ''],
  ]);
  expect(parseConfig([Buffer.from('save'), Buffer.from('3600 1'), Buffer.from('requirepass'), Buffer.from('')])).toEqual(expected);
  expect(
    parseConfig(
      new Map([
        ['SAVE', Buffer.from('3600 1')],
        ['requirepass', null],
      ]),
    ),
  ).toEqual(expected);
  expect(parseConfig(Buffer.from('x'))).toBeUndefined();
});

it.each(['requirepass', 'masterauth', 'primaryauth', 'tls-key-file-pass', 'tls-client-key-file-pass', 'sentinel-pass', 'auth-pass', 'some.module-password', 'module.token'])(
  '%s is a secret',
  (name) => {
    expect(isSecretSetting(name)).toBe(true);
  },
);

it.each(['tls-auth-clients', 'masteruser', 'aclfile', 'maxmemory', 'tls-key-file', 'acl-pubsub-default'])('%s is none', (name) => {
  expect(isSecretSetting(name)).toBe(false);
});
