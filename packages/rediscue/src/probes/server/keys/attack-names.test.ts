import { expect, it } from 'vitest';
import { attackKeysOf } from './attack-names.ts';

it.each([
  ['a name that nothing else uses', [{ key: 'crackit', sign: '' }], [{ key: 'crackit', sign: 'known-name' }]],
  ['a crontab line under any name', [{ key: 'tasks', sign: 'cron' }], [{ key: 'tasks', sign: 'cron-line' }]],
  ['a padded key under any name', [{ key: 'tasks', sign: 'ssh-padded' }], [{ key: 'tasks', sign: 'ssh-key' }]],
  ['a key under a suspect name', [{ key: 'x', sign: 'ssh' }], [{ key: 'x', sign: 'ssh-key' }]],
  ['a public key as a code host stores it', [{ key: 'user:1:key', sign: 'ssh' }], []],
  ['one backup, which may be anything', [{ key: 'backup1', sign: '' }], []],
  ['all four backups', [1, 2, 3, 4].map((n) => ({ key: `backup${n}`, sign: '' })), [1, 2, 3, 4].map((n) => ({ key: `backup${n}`, sign: 'known-name' }))],
])('%s', (_, rows, expected) => {
  expect(attackKeysOf(rows)).toEqual(expected);
});
