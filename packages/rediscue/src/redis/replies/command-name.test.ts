import { expect, it } from 'vitest';
import { nameCommand } from './command-name.ts';

it.each([
  ['get user:1', 'GET', 'user:1', 1],
  ['KEYS user:*', 'KEYS', 'user:*', 1],
  ['CONFIG SET requirepass secret', 'CONFIG SET', null, 3],
  ['AUTH secret', 'AUTH', null, 1],
  ['HELLO 3 AUTH default secret', 'HELLO', null, 4],
  ['acl setuser app >secret', 'ACL SETUSER', null, 3],
  ['EVAL return(1) 1 k secret', 'EVAL', 'k', 4],
  ['EVAL return(1) 0 secret', 'EVAL', null, 3],
  ['FCALL f 1 k', 'FCALL', 'k', 3],
  ['ZUNION 2 a b', 'ZUNION', 'a', 3],
  ['BITOP AND dest a b', 'BITOP', 'dest', 4],
  ['OBJECT ENCODING k', 'OBJECT ENCODING', 'k', 2],
  ['MEMORY USAGE k', 'MEMORY USAGE', 'k', 2],
  ['MIGRATE host 6379 k 0 1000 AUTH secret', 'MIGRATE', null, 7],
  ['PUBLISH channel secret', 'PUBLISH', null, 2],
  ['FLUSHALL', 'FLUSHALL', null, 0],
  ['', '', null, 0],
])('%s', (line, command, key, count) => {
  expect(nameCommand(line.split(' '))).toEqual({ command, key, arguments: count });
});

it('counts the arguments that the server did not keep', () => {
  expect(nameCommand(['MSET', 'k', 'v', '... (70 more arguments)'])).toEqual({ command: 'MSET', key: 'k', arguments: 72 });
  expect(nameCommand(['GET', '... (3 more arguments)'])).toMatchObject({ key: null });
});
