import { expect, it } from 'vitest';
import { parseAclLog } from './acl-log.ts';

const entry = (over: Record<string, unknown> = {}) =>
  Object.entries({
    count: 2,
    reason: 'command',
    context: 'toplevel',
    object: 'get',
    username: 'app',
    'age-seconds': Buffer.from('4.096'),
    'client-info': 'id=3 addr=127.0.0.1:57275 name=worker',
    ...over,
  }).flat() as never;

it('reads an entry', () => {
  expect(parseAclLog([entry()])).toEqual([
    { count: 2, reason: 'command', object: 'get', username: 'app', ageSeconds: 4.096, client: '127.0.0.1:57275', clientName: 'worker', context: 'toplevel' },
  ]);
});

it('names an unknown reason as other, and leaves out what is no entry', () => {
  expect(parseAclLog([entry({ reason: 'moon' }), 'x', []])).toMatchObject([{ reason: 'other' }]);
  expect(parseAclLog(['x'])).toBeUndefined();
  expect(parseAclLog([])).toEqual([]);
});
