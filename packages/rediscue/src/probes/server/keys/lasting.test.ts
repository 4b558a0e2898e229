import { expect, it } from 'vitest';
import { lastingCandidates, lastingOf } from './lasting.ts';

it.each([
  ['bull:mail:meta', 'hash', 'queue'],
  ['bull:mail:1723', 'hash', 'queue'],
  ['{bull:mail}:wait', 'list', 'queue'],
  ['_kombu.binding.celery', 'set', 'queue'],
  ['unacked_index', 'zset', 'queue'],
  ['celery', 'list', 'queue'],
  ['queues', 'set', 'queue'],
  ['queue:default', 'list', 'queue'],
  ['myapp:queue:default', 'list', 'queue'],
  ['queues:default:reserved', 'zset', 'queue'],
  ['rq:queue:high', 'list', 'queue'],
  ['rq:job:b1946ac9', 'hash', 'queue'],
  ['resque:queue:mail', 'list', 'queue'],
  ['arq:queue', 'zset', 'queue'],
  ['dramatiq:default.msgs', 'hash', 'queue'],
  ['asynq:{default}:pending', 'list', 'queue'],
  ['sess:aGVsbG8', 'string', 'session'],
  ['session:42', 'hash', 'session'],
  ['spring:session:sessions:33fdd1b6', 'hash', 'session'],
  [':1:django.contrib.sessions.cacheabc', 'string', 'session'],
  ['PHPREDIS_SESSION:abc', 'string', 'session'],
  ['lock:order:1', 'string', 'lock'],
  ['redlock:x', 'string', 'lock'],
  ['order:1:lock', 'string', 'lock'],
])('%s (%s) is a %s', (key, type, kind) => {
  expect(lastingOf([key], new Map([[key, type]]))).toEqual([{ kind, example: key, keys: 1 }]);
});

it.each([
  ['user:1', 'string'],
  ['queue:stats', 'string'],
  ['celery', 'string'],
  ['cache:session-count', 'string'],
  ['bullet:1:meta', 'hash'],
  ['blocked:1', 'string'],
  ['unacked', 'list'],
  ['sessions', 'string'],
])('%s (%s) may be cache', (key, type) => {
  expect(lastingOf([key], new Map([[key, type]]))).toEqual([]);
});

it('lets the type of one key speak for the others of its kind', () => {
  const keys = ['bull:mail:1', 'bull:mail:2', 'bull:mail:id', 'sess:a', 'user:1'];
  expect(lastingCandidates(keys)).toEqual(['bull:mail:1', 'sess:a']);
  expect(lastingOf(keys, new Map([['bull:mail:2', 'hash']]))).toEqual([{ kind: 'queue', example: 'bull:mail:2', keys: 3 }]);
});
