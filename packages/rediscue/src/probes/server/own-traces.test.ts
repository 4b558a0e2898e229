import { expect, it } from 'vitest';
import type { AclLogLine } from '../../redis/index.ts';
import { withoutOurDoing } from './own-traces.ts';
import type { ServerView } from './server-view.ts';

const server = { ownAddresses: new Set(['10.0.0.9:5000']) } as unknown as ServerView;
const line = (over: Partial<AclLogLine>): AclLogLine => ({
  count: 1,
  reason: 'command',
  object: 'get',
  username: 'app',
  ageSeconds: 1,
  client: '10.0.0.1:1000',
  clientName: '',
  context: 'toplevel',
  ...over,
});
const left = (...lines: AclLogLine[]) => withoutOurDoing(lines, server).map(({ object }) => object);

it('keeps what applications are refused', () => {
  expect(left(line({}), line({ object: 'orders:1', reason: 'key' }), line({ object: 'AUTH', reason: 'auth' }))).toEqual(['get', 'orders:1', 'AUTH']);
});

it('leaves out what came from our own connection, by address or name', () => {
  expect(left(line({ client: '10.0.0.9:5000' }), line({ clientName: 'rediscue' }))).toEqual([]);
});

it('leaves out our questions and our own key', () => {
  expect(left(line({ object: 'config|get' }), line({ object: 'CONFIG' }), line({ object: 'rediscue:probe:1', reason: 'key' }))).toEqual([]);
});

it('knows an earlier connection of ours, that had no name, by its questions', () => {
  const earlier = { client: '10.0.0.9:4000' };
  expect(
    left(
      line({ ...earlier, object: 'client|setname' }),
      line({ ...earlier, object: 'acl|whoami' }),
      line({ ...earlier, object: 'user:1', reason: 'key' }),
      line({ object: 'set' }),
    ),
  ).toEqual(['set']);
});

it('does not take an administrator for us, who was refused one such command', () => {
  expect(left(line({ object: 'config|get' }), line({ object: 'flushall' }))).toEqual(['flushall']);
});
