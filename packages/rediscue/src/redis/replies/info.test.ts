import { describe, expect, it } from 'vitest';
import { isAtLeast, parseInfo, parseInfoReplicas, parseKeyspace, parseLatencyStats, parseVersion } from './info.ts';

const info = (text: string) => parseInfo(Buffer.from(text.replaceAll('\n', '\r\n'))) ?? new Map<string, string>();

describe('INFO', () => {
  it('reads the fields of all sections', () => {
    expect(info('# Server\nredis_version:2.8.24\nconfig_file:/etc/a:b.conf\n\n# Empty\nempty:\n')).toEqual(
      new Map([
        ['redis_version', '2.8.24'],
        ['config_file', '/etc/a:b.conf'],
        ['empty', ''],
      ]),
    );
  });

  it('is undefined for what is no INFO', () => {
    for (const reply of [null, 1, [], 'OK', Buffer.from('PONG'), Buffer.from('')]) expect(parseInfo(reply)).toBeUndefined();
  });

  it('bounds what it keeps', () => {
    const huge = info(`${Array.from({ length: 10_000 }, (_, index) => `f${index}:x`).join('\n')}\n`);
    expect(huge.size).toBe(4000);
    expect(info(`a:${'x'.repeat(10_000)}\n`).get('a')).toHaveLength(512);
  });

  it("names Valkey's mode as Redis does", () => {
    expect(info('server_mode:sentinel\n').get('redis_mode')).toBe('sentinel');
  });
});

it('reads the keyspace, with fields that newer versions add', () => {
  expect(parseKeyspace(info('db1:keys=2,expires=1,avg_ttl=5,subexpiry=0\ndb0:keys=10,expires=0\ndbx:keys=1,expires=1\ndb2:keys=x,expires=1\n'))).toEqual([
    { database: 0, keys: 10, expires: 0 },
    { database: 1, keys: 2, expires: 1 },
  ]);
});

it('reads replicas of all versions', () => {
  expect(
    parseInfoReplicas(
      info(
        'slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1\nslave1:10.0.0.3,6380,online\nslave2:ip=::1,port=7000,state=send_bulk\nslave3:ip=,port=1,state=x\nslave_repl_offset:3\n',
      ),
    ),
  ).toEqual([
    { host: '10.0.0.2', port: 6379, state: 'online' },
    { host: '10.0.0.3', port: 6380, state: 'online' },
    { host: '::1', port: 7000, state: 'send_bulk' },
  ]);
});

it('reads percentiles where all three are there', () => {
  expect(parseLatencyStats(info('latency_percentiles_usec_get:p50=1.003,p99=2.007,p99.9=3\nlatency_percentiles_usec_set:p50=1\n'))).toEqual([
    { command: 'get', p50Micros: 1.003, p99Micros: 2.007, p999Micros: 3 },
  ]);
});

it('tells Valkey from Redis', () => {
  expect(parseVersion(info('redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.0.1\n'))).toEqual({ flavour: 'valkey', version: '8.0.1' });
  expect(parseVersion(info('redis_version:7.0.15\n'))).toEqual({ flavour: 'redis', version: '7.0.15' });
  expect(parseVersion(info('a:b\n'))).toBeUndefined();
});

it.each([
  ['7.0.15', '7.0', true],
  ['6.2.14', '7.0', false],
  ['10.0', '7.0', true],
  ['2.8.13', '2.8.13', true],
  ['8.0-rc1', '8.0', true],
  ['', '2.8', false],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});
