import { expect, it } from 'vitest';
import { parseAclList } from './acl-list.ts';

const hash = `#${'a'.repeat(64)}`;

it.each([
  ['user default on nopass ~* &* +@all', { name: 'default', enabled: true, noPassword: true, hasPassword: false, allCommands: true, allKeys: true }],
  [`user app on ${hash} ~app:* resetchannels -@all +get`, { name: 'app', enabled: true, noPassword: false, hasPassword: true, allCommands: false, allKeys: false }],
  [`user ops off sanitize-payload ${hash} ~* &* +@all -debug`, { name: 'ops', enabled: false, noPassword: false, hasPassword: true, allCommands: false, allKeys: true }],
  [`user sel on ${hash} resetchannels -@all (~* &* +@all)`, { name: 'sel', enabled: true, noPassword: false, hasPassword: true, allCommands: false, allKeys: false }],
])('%s', (line, expected) => {
  expect(parseAclList([line])).toEqual([expected]);
});

it('keeps no hash', () => {
  expect(JSON.stringify(parseAclList([`user app on ${hash}`]))).not.toContain('aaaa');
});

it('is undefined for what is no list of users', () => {
  expect(parseAclList(Buffer.from('x'))).toBeUndefined();
  expect(parseAclList([1, null, 'userx'])).toBeUndefined();
  expect(parseAclList([])).toEqual([]);
});
