import { expect, test } from 'vitest';
import { parseAclFile } from './acl-file.ts';

test('users without their passwords', () => {
  const file = parseAclFile('users.acl', 'user default off\n\nuser app on >s3cretPassword12 ~app:* &* +@all -@dangerous\nuser open on nopass ~* +@read\n');
  expect(file.problems).toEqual([]);
  expect(file.users).toMatchObject([
    { name: 'default', enabled: false, passwords: 0 },
    { name: 'app', enabled: true, noPassword: false, passwords: 1, secret: { set: true }, rules: ['~app:*', '&*', '+@all', '-@dangerous'], place: { line: 3 } },
    { name: 'open', enabled: true, noPassword: true },
  ]);
  expect(JSON.stringify(file)).not.toContain('s3cret');
});

test('a comment, another word, a user twice: the server does not start', () => {
  const { problems } = parseAclFile('users.acl', '# our users\nuser a on\nuser a off\ndefault on\n');
  expect(problems.map(({ place, reason }) => `${place.line}: ${reason}`)).toEqual([
    '1: a comment: servers refuse an ACL file that has one',
    '3: user `a` stands here a second time',
    '4: a line that does not begin with `user NAME`',
  ]);
});
