import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../../cpu-time.ts';
import type { AppLogEvent } from '../../../facts/app.ts';
import { masker } from '../mask.ts';
import { readAppLog } from './index.ts';

const secret = 'u8Zr2Kq0pLw5vTn3';
const read = (text: string) => readAppLog('app.log', { text, skippedBytes: 0, skippedLines: 0 }, { mask: masker([secret]), redisAddresses: ['127.0.0.1:6380', 'redis:6379'] });

const samples: readonly { name: string; text: string; is: Partial<AppLogEvent> }[] = [
  {
    name: 'ioredis on the console',
    text: [
      '[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379',
      '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)',
      '    at Cache.get (/srv/app/src/cache.js:42:11)',
    ].join('\n'),
    is: { kind: 'refused', line: 1, address: '127.0.0.1:6379', isRedis: true, source: { file: '/srv/app/src/cache.js', line: 42 }, module: 'Cache.get' },
  },
  {
    name: 'an AggregateError with its fields',
    text: [
      'Error: connect ECONNREFUSED 127.0.0.1:6380',
      '    at createConnectionError (node:net:1648:14) {',
      '  errno: -111,',
      "  code: 'ECONNREFUSED',",
      '  port: 6380',
      '}',
      'next line',
    ].join('\n'),
    is: { kind: 'refused', count: 1, isRedis: true, address: '127.0.0.1:6380' },
  },
  {
    name: 'pino',
    text: `{"level":50,"time":1763717400000,"pid":1,"hostname":"a","module":"session-store","err":{"type":"ReplyError","message":"NOAUTH Authentication required.","stack":"ReplyError: NOAUTH Authentication required.\\n    at parseError (/srv/node_modules/redis-parser/lib/parser.js:179:12)\\n    at login (/srv/src/session.js:7:3)","command":{"name":"auth","args":["${secret}"]}},"msg":"session store failed"}`,
    is: { kind: 'no-auth', at: '2025-11-21T09:30:00.000Z', module: 'session-store', source: { file: '/srv/src/session.js', line: 7 }, isRedis: true },
  },
  {
    name: 'bunyan',
    text: '{"name":"orders","hostname":"x","pid":3,"level":50,"err":{"message":"getaddrinfo ENOTFOUND redis","name":"Error","stack":"Error: getaddrinfo ENOTFOUND redis","code":"ENOTFOUND"},"msg":"redis failed","time":"2026-11-21T08:00:00.000Z","v":0}',
    is: { kind: 'name-not-found', module: 'orders', address: 'redis' },
  },
  {
    name: 'winston',
    text: '{"level":"error","message":"Redis: WRONGPASS invalid username-password pair or user is disabled.","timestamp":"2026-11-21 08:00:00","service":"payments"}',
    is: { kind: 'wrong-password', isRedis: true },
  },
  {
    name: 'structlog with the elapsed time and the dependency',
    text: '{"event": "startup readiness check timed out", "logger": "app.main", "level": "critical", "dependency": "conversation-memory", "backend": "redis", "error": "redis not ready", "elapsed": 30.2, "timestamp": "2026-11-21T08:00:00.123456Z"}',
    is: { kind: 'readiness-timeout', dependency: 'conversation-memory', elapsedMs: 30_200, module: 'app.main', at: '2026-11-21T08:00:00.123Z', isRedis: true },
  },
  {
    name: 'logback as JSON',
    text: '{"@timestamp":"2026-11-21T08:00:00.000+0000","level":"ERROR","logger_name":"com.shop.CacheService","message":"lookup failed","stack_trace":"org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to Redis\\n\\tat org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory.translate(LettuceConnectionFactory.java:1)\\n\\tat com.shop.CacheService.find(CacheService.java:57)\\nCaused by: io.lettuce.core.RedisConnectionException: Unable to connect to redis/<unresolved>:6379"}',
    is: { kind: 'refused', module: 'com.shop.CacheService', source: { file: 'CacheService.java', line: 57 }, isRedis: true },
  },
  {
    name: 'a trace of Python',
    text: [
      '2026-11-21 08:00:00,123 ERROR app.payments Exception in request',
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3/site-packages/redis/connection.py", line 611, in connect',
      '    sock = self._connect()',
      '  File "/srv/app/payments.py", line 88, in charge',
      '    cache.get(key)',
      'redis.exceptions.AuthenticationError: AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    ].join('\n'),
    is: { kind: 'no-password-configured', line: 1, module: 'app.payments', source: { file: '/srv/app/payments.py', line: 88 }, at: expect.stringMatching(/^2026-11-2/) },
  },
  {
    name: 'a trace of Java with its cause',
    text: [
      '2026-11-21T08:00:00.000Z ERROR 1 --- [nio-8080-exec-1] com.shop.Orders : failed',
      'org.springframework.data.redis.RedisConnectionFailureException: Cannot get Jedis connection',
      '\tat org.springframework.data.redis.connection.jedis.JedisConnectionFactory.getConnection(JedisConnectionFactory.java:1)',
      '\tat com.shop.Orders.place(Orders.java:31)',
      'Caused by: redis.clients.jedis.exceptions.JedisExhaustedPoolException: Could not get a resource since the pool is exhausted',
      '\t... 40 more',
    ].join('\n'),
    is: { kind: 'pool-exhausted', isRedis: true, source: { file: 'Orders.java', line: 31 } },
  },
  {
    name: 'a panic of Go',
    text: ['panic: redis: dial tcp 10.0.0.7:6379: connect: connection refused', '', 'goroutine 1 [running]:', 'main.main()', '\t/srv/app/main.go:42 +0x1d'].join('\n'),
    is: { kind: 'refused', address: '10.0.0.7:6379', source: { file: '/srv/app/main.go', line: 42 } },
  },
  {
    name: 'go-redis and its pool',
    text: '2026/11/21 08:00:00 cache.go:17: redis: connection pool timeout',
    is: { kind: 'pool-exhausted', isRedis: true, source: { file: 'cache.go', line: 17 } },
  },
  { name: 'redis-py and its pool', text: 'redis.exceptions.ConnectionError: No connection available.', is: { kind: 'pool-exhausted', isRedis: true } },
  {
    name: 'a pool of SQLAlchemy',
    text: 'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
    is: { kind: 'pool-exhausted', isRedis: false, dependency: 'postgres' },
  },
  { name: 'PostgreSQL refuses', text: 'Error: connect ECONNREFUSED 127.0.0.1:5432', is: { kind: 'refused', isRedis: false, dependency: 'postgres' } },
  { name: 'a full server', text: "ReplyError: OOM command not allowed when used memory > 'maxmemory'.", is: { kind: 'out-of-memory', isRedis: true } },
  { name: 'a replica', text: "ReplyError: READONLY You can't write against a read only replica.", is: { kind: 'read-only', isRedis: true } },
  { name: 'too many clients', text: 'ERR max number of clients reached', is: { kind: 'max-clients', isRedis: true } },
  { name: 'loading', text: 'LOADING Redis is loading the dataset in memory', is: { kind: 'loading', isRedis: true } },
  { name: 'a cluster', text: "CROSSSLOT Keys in request don't hash to the same slot", is: { kind: 'cross-slot', isRedis: true } },
  { name: 'moved', text: 'ReplyError: MOVED 3999 127.0.0.1:6381', is: { kind: 'moved', isRedis: true } },
  {
    name: 'a web socket',
    text: '2026-11-21 08:00:00 WARN ws: connection closed with code 1011 (internal error): redis unavailable',
    is: { kind: 'websocket-closed', isRedis: true },
  },
  {
    name: 'an application that gives up',
    text: '2026-11-21 08:00:00,000 [CRITICAL] app.startup: Application startup failed: Redis readiness timeout after 60s',
    is: { kind: 'readiness-timeout', elapsedMs: 60_000, module: 'app.startup', isRedis: true },
  },
  {
    name: 'another that gives up',
    text: 'gave up waiting for redis at your-redis-instance-ip:6379 after 30 seconds',
    is: { kind: 'readiness-timeout', elapsedMs: 30_000, isRedis: true },
  },
  {
    name: 'dependencies by name',
    text: 'RuntimeError: Dependencies not ready: redis (timed out after 15.0s)',
    is: { kind: 'readiness-timeout', elapsedMs: 15_000, isRedis: true },
  },
  { name: 'a request', text: '10.0.0.9 - - [21/Nov/2026:08:00:00 +0000] "GET /cart HTTP/1.1" 500 21 "-" "curl"', is: { kind: 'http-5xx', isRedis: false } },
];

describe('finds what a log tells', () => {
  test.each(samples)('$name', ({ text, is }) => {
    const { events } = read(`starting\n${text}\n`.replace('starting\n', ''));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject(is);
    expect(events[0]?.isOver).toBe(false);
    expect(JSON.stringify(events)).not.toContain(secret);
  });
});

test.each([
  'connected to redis at 127.0.0.1:6379',
  'waiting for redis to be ready',
  'INFO redis connection pool of 10 created, timeout 5s',
  'Server started in 500 ms, listening on port 5003',
  'GET /items/500 200 12ms',
  'cache hit rate 0.99 after 60s',
  '{"level":30,"time":1763717400000,"msg":"redis ready","elapsed_ms":12}',
  'readiness check passed after 2s: redis ok',
  'startup: redis not ready after 5s, retrying',
  'startup timeout: 60s, redis cache enabled',
  'connect ECONNREFUSED 10.0.0.1:9999',
])('says nothing of: %s', (text) => {
  expect(read(text).events).toEqual([]);
});

test('a failure is over when a later line says so, and is not when it comes again', () => {
  const failed = '2026-11-21T08:00:00Z ERROR cache: redis connect ECONNREFUSED 127.0.0.1:6379';
  const well = '2026-11-21T08:00:05Z INFO cache: Redis connected';
  expect(read(`${failed}\n${failed}\n${well}\n`).events).toMatchObject([{ count: 2, line: 1, lastLine: 2, isOver: true }]);
  expect(read(`${failed}\n${well}\n${failed}\n`).events).toMatchObject([{ count: 2, lastLine: 3, isOver: false }]);
});

test('lines are counted from the beginning of the file', () => {
  const fact = readAppLog('a', { text: 'x\nNOAUTH Authentication required\n', skippedBytes: 10, skippedLines: 100 }, { mask: masker([]), redisAddresses: [] });
  expect(fact).toMatchObject({ skippedBytes: 10, lines: 2, events: [{ line: 102 }] });
});

test.each([
  [`redis://app:${secret}@h:6379 ECONNREFUSED`, secret],
  ['redis://tokenWithoutColon1@h:6379 ECONNREFUSED redis', 'tokenWithoutColon1'],
  [`{"msg":"redis NOAUTH","config":{"password":"hunter2hunter"}}`, 'hunter2hunter'],
  ['redis NOAUTH { name: "auth", args: [ "plainSecret99" ] }', 'plainSecret99'],
  ['redis NOAUTH Authorization: Bearer abcdefghijklmnop', 'abcdefghijklmnop'],
  ['ReplyError: NOAUTH, sent AUTH app plainSecret99', 'plainSecret99'],
  ['redis NOAUTH with {"REDIS_PASSWORD":"plainSecret99"}', 'plainSecret99'],
])('shows no secret: %s', (text, hidden) => {
  expect(JSON.stringify(read(text))).not.toContain(hidden);
});

test('two megabytes of anything are read in time, and few events are kept', () => {
  const line = `${'x'.repeat(200)} redis ECONNREFUSED 10.0.0.`;
  const text = Array.from({ length: 9000 }, (_, index) => `${line}${index % 255}:6379`).join('\n');
  const started = cpuMs();
  const { events } = read(text);
  expect(events.length).toBeLessThanOrEqual(40);
  expect(read(`${'a b '.repeat(500_000)}`).events).toEqual([]);
  expect(read('{'.repeat(2_000_000)).events).toEqual([]);
  expect(read('waiting for '.repeat(170_000)).events).toEqual([]);
  expect(cpuMs() - started).toBeLessThan(3000);
});
