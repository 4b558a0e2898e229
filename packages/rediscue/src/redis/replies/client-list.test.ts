import { expect, it } from 'vitest';
import { parseClientLine, parseClientList } from './client-list.ts';

it('reads a line of 2.8 and leaves unknown what it does not show', () => {
  expect(
    parseClientList(Buffer.from('addr=10.0.0.1:5000 fd=5 name= age=10 idle=2 flags=N db=0 sub=0 psub=0 multi=-1 qbuf=0 qbuf-free=32768 obl=0 oll=0 omem=0 events=r cmd=client\n')),
  ).toEqual([
    {
      id: undefined,
      address: '10.0.0.1:5000',
      name: '',
      user: '',
      ageSeconds: 10,
      idleSeconds: 2,
      command: 'client',
      outputBufferBytes: 0,
      queryBufferBytes: 0,
      totalBytes: undefined,
      flags: 'N',
      library: '',
    },
  ]);
});

it('reads a line of 7.2 with IPv6, library and memory', () => {
  expect(
    parseClientLine(
      'id=3 addr=[::1]:5000 laddr=[::1]:6379 fd=8 name=app age=1 idle=0 flags=N qbuf=26 omem=20480 tot-mem=43000 cmd=client|list user=app redir=-1 resp=2 lib-name=redis-py lib-ver=5.0.1',
    ),
  ).toMatchObject({ id: 3, address: '[::1]:5000', user: 'app', command: 'client|list', totalBytes: 43000, outputBufferBytes: 20480, library: 'redis-py 5.0.1' });
});

it('is empty for no clients, undefined for no list', () => {
  expect(parseClientList(Buffer.from(''))).toEqual([]);
  expect(parseClientList(Buffer.from('PONG'))).toBeUndefined();
  expect(parseClientList(null)).toBeUndefined();
});
