import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Program } from '../reading.ts';
import { readServerWords, serverCommand } from './index.ts';

const place = { file: 'docker-compose.yml', line: 7, column: 14 };
type Started = Pick<Program, 'command' | 'image' | 'layers' | 'place'>;
const program = (image: string | null, words: string[] | null, variables: Record<string, string | null> = {}): Started => ({
  place,
  image: image === null ? null : { value: image, place },
  command: words === null ? null : { value: words, place },
  layers: [
    { label: 'environment', variables: Object.entries(variables).map(([name, value], index) => ({ name, value, place: { file: 'docker-compose.yml', line: 20 + index } })) },
  ],
});
const settings = (started: Started) => serverCommand(started).directives.map(({ name, values }) => [name, ...values].join(' '));

describe('words', () => {
  test('a file and options, values as many as there are', () => {
    const command = readServerWords(
      ['redis-server', '/etc/redis.conf', '--requirepass', 'x', '--port', '6380', '--save', '900', '1', '--replicaof', 'primary', '6379', '--appendonly', 'yes'],
      place,
    );
    expect(command?.file).toBe('/etc/redis.conf');
    expect(command?.directives.map(({ name, values }) => [name, values])).toEqual([
      ['requirepass', ['x']],
      ['port', ['6380']],
      ['save', ['900', '1']],
      ['replicaof', ['primary', '6379']],
      ['appendonly', ['yes']],
    ]);
    expect(command?.directives[0]?.place).toEqual(place);
  });
  test('a whole option in one word, Sentinels, empty values', () => {
    expect(readServerWords(['redis-server', '--port 6380', '--save', ''], place)?.directives.map(({ name, values }) => [name, values])).toEqual([
      ['port', ['6380']],
      ['save', ['']],
    ]);
    expect(readServerWords(['redis-server', '/s.conf', '--sentinel'], place)).toMatchObject({ sentinel: true, file: '/s.conf', directives: [] });
    expect(readServerWords(['/usr/bin/valkey-sentinel', '/s.conf'], place)).toMatchObject({ sentinel: true, file: '/s.conf' });
  });
  test('behind what starts it', () => {
    for (const words of [
      ['docker-entrypoint.sh', 'redis-server', '--port', '1'],
      ['gosu', 'redis', 'redis-server', '--port', '1'],
      ['tini', '--', 'redis-server', '--port', '1'],
      ['env', 'A=b', 'redis-server', '--port', '1'],
      ['sh', '-c', 'sysctl -w x=1 && exec redis-server --port 1'],
      ['/bin/bash', '-ec', 'cp /a /b; redis-server --port 1'],
      ['redis-server --port 1'],
    ])
      expect(readServerWords(words, place)?.directives, words.join(' ')).toEqual([{ name: 'port', values: ['1'], place }]);
  });
  test('other programs are none', () => {
    for (const words of [[], ['node', 'redis-server.js'], ['redis-cli', '--port', '1'], ['sh', '-c', 'echo redis-server'], ['npm', 'run', 'redis-server']])
      expect(readServerWords(words, place), words.join(' ')).toBeNull();
  });
});

describe('images', () => {
  test('the official ones put the server in front of options', () => {
    expect(settings(program('redis:7-alpine', ['--requirepass', 'x']))).toEqual(['requirepass x']);
    expect(serverCommand(program('redis:7', ['/conf/redis.conf'])).file).toBe('/conf/redis.conf');
    expect(settings(program('node:22', ['--requirepass', 'x']))).toEqual([]);
  });
  test('a shell puts variables in, exec does not', () => {
    const variables = { REDIS_PASSWORD: 'p w' };
    expect(settings(program('redis', ['sh', '-c', 'redis-server --requirepass "$REDIS_PASSWORD"'], variables))).toEqual(['requirepass p w']);
    expect(settings(program('redis', ['redis-server', '--requirepass', '$REDIS_PASSWORD'], variables))).toEqual(['requirepass $REDIS_PASSWORD']);
    const unset = serverCommand(program('redis', ['sh', '-c', 'redis-server --requirepass $REDIS_PASSWORD']));
    expect(unset).toMatchObject({ isComplete: false, unset: [{ name: 'REDIS_PASSWORD', place }] });
    expect(serverCommand(program('redis', ['sh', '-c', 'redis-server --requirepass "$(cat /run/secrets/x)"'])).isComplete).toBe(false);
    expect(settings(program('redis', ['sh', '-c', 'redis-server --maxmemory ${LIMIT:-1gb}']))).toEqual(['maxmemory 1gb']);
  });
  test('the official one ignores variables', () => {
    expect(settings(program('redis:7', null, { REDIS_PASSWORD: 'x', REDIS_REPLICATION_MODE: 'slave' }))).toEqual([]);
  });
  test('Bitnami’s follow theirs', () => {
    const primary = { REDIS_PASSWORD: 'x', REDIS_REPLICATION_MODE: 'master', REDIS_PORT_NUMBER: '6380', REDIS_AOF_ENABLED: 'no' };
    expect(settings(program('docker.io/bitnami/redis:7.2', null, primary))).toEqual(['requirepass x', 'port 6380', 'appendonly no', 'masterauth x']);
    const replica = { REDIS_REPLICATION_MODE: 'slave', REDIS_MASTER_HOST: 'primary', REDIS_MASTER_PASSWORD: 'y', ALLOW_EMPTY_PASSWORD: 'yes' };
    expect(settings(program('bitnamilegacy/redis', null, replica))).toEqual(['replicaof primary 6379', 'masterauth y']);
    const valkey = { VALKEY_PASSWORD: 'x', VALKEY_REPLICATION_MODE: 'replica', VALKEY_PRIMARY_HOST: 'p', VALKEY_PRIMARY_PORT_NUMBER: '1' };
    expect(settings(program('bitnami/valkey:8', null, valkey))).toEqual(['requirepass x', 'replicaof p 1']);
    expect(settings(program('bitnami/redis', ['/opt/bitnami/scripts/redis/run.sh', '--maxmemory', '1gb']))).toEqual(['maxmemory 1gb']);
  });
  test('Bitnami’s Sentinel', () => {
    const variables = { REDIS_MASTER_HOST: 'p', REDIS_MASTER_SET: 'shop', REDIS_SENTINEL_QUORUM: '1', REDIS_MASTER_PASSWORD: 'x' };
    expect(settings(program('bitnami/redis-sentinel:7', null, variables))).toEqual(['sentinel monitor shop p 6379 1', 'sentinel auth-pass shop x']);
    expect(serverCommand(program('bitnami/redis-sentinel', null)).sentinel).toBe(true);
  });
  test('a secret that stands elsewhere is no missing one', () => {
    expect(serverCommand(program('bitnami/redis', null, { REDIS_PASSWORD: null }))).toMatchObject({ isComplete: false, directives: [] });
    expect(serverCommand(program('bitnami/redis', null, { REDIS_PASSWORD_FILE: '/run/x' }))).toMatchObject({ isComplete: false });
  });
  test('flags in one variable', () => {
    expect(settings(program('redis/redis-stack-server:latest', null, { REDIS_ARGS: '--requirepass x --save 60 1' }))).toEqual(['requirepass x', 'save 60 1']);
    expect(settings(program('valkey/valkey:8', null, { VALKEY_EXTRA_FLAGS: '--maxmemory 1gb' }))).toEqual(['maxmemory 1gb']);
  });
});

test('any words and variables end soon', () => {
  const words = fc.array(fc.oneof(fc.string(), fc.constantFrom('sh', '-c', 'redis-server', '--', '--port', '"', "'", '$(', '${', 'env', 'redis-server --x "', '--sentinel')), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, fc.dictionary(fc.constantFrom('REDIS_PASSWORD', 'REDIS_ARGS', 'REDIS_DISABLE_COMMANDS', 'REDIS_TLS_ENABLED'), fc.string()), (list, variables) => {
      serverCommand(program('bitnami/redis', list, variables));
      serverCommand(program('redis/redis-stack', [list.join(' ')], variables));
    }),
    { numRuns: 500 },
  );
});
