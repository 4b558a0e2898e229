import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { phpReader } from './index.ts';
import type { LaravelDriver, LaravelRedis } from './laravel.ts';

const read = (texts: Record<string, string>, environment: Record<string, string> = {}) => {
  const files = filesOf({ 'composer.json': '{}', ...texts }, environment);
  return phpReader.read(
    files.paths.filter((path) => phpReader.detect(path)),
    files,
  );
};
const uses = (texts: Record<string, string>, environment: Record<string, string> = {}) =>
  read(texts, environment).uses?.map(({ variable, means, fallback }) => [variable, means, fallback]);

test('which files count', () => {
  for (const path of ['index.php', 'config/database.php', 'src/A.php', 'config/packages/cache.yaml', 'api/config/services.yaml', 'wp-config.php'])
    expect(phpReader.detect(path), path).toBe(true);
  for (const path of [
    'vendor/predis/src/Client.php',
    'tests/RedisTest.php',
    'src/RedisTest.php',
    'wp-config-sample.php',
    'docs/a.php',
    'stubs/a.php',
    'resources/a.blade.php',
    'config/routes/x.json',
    'database/factories/A.php',
  ])
    expect(phpReader.detect(path), path).toBe(false);
});

const database = `<?php
use Illuminate\\Support\\Str;
return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => ['mysql' => ['host' => env('DB_HOST', '127.0.0.1')]],
    'redis' => [
        'client' => env('REDIS_CLIENT', 'phpredis'),
        'options' => ['cluster' => env('REDIS_CLUSTER', 'redis'), 'prefix' => env('REDIS_PREFIX', Str::slug(env('APP_NAME', 'laravel'), '_'))],
        'default' => [
            'url' => env('REDIS_URL'),
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'password' => env('REDIS_PASSWORD'),
            'port' => env('REDIS_PORT', '6379'),
            'database' => env('REDIS_DB', '0'),
        ],
        'cache' => [
            'url' => env('REDIS_URL'),
            'host' => env('REDIS_HOST', '127.0.0.1'),
            'database' => env('REDIS_CACHE_DB', '1'),
        ],
    ],
];
`;
const cache = (fallback: string) =>
  `<?php return ['default' => env('CACHE_STORE', '${fallback}'), 'stores' => ['file' => ['driver' => 'file'], 'redis' => ['driver' => 'redis', 'connection' => env('REDIS_CACHE_CONNECTION', 'cache')]]];`;
const connections = [
  ['REDIS_URL', 'REDIS_URL', null],
  ['REDIS_HOST', 'REDIS_HOST', '127.0.0.1'],
  ['REDIS_PASSWORD', 'REDIS_PASSWORD', null],
  ['REDIS_PORT', 'REDIS_PORT', '6379'],
  ['REDIS_DB', 'REDIS_DB', '0'],
  ['REDIS_URL', 'REDIS_CACHE_URL', null],
  ['REDIS_HOST', 'REDIS_CACHE_HOST', '127.0.0.1'],
  ['REDIS_CACHE_DB', 'REDIS_CACHE_DB', '1'],
];

describe('Laravel', () => {
  test('connections count where a driver is Redis’', () => {
    expect(uses({ 'config/database.php': database, 'config/cache.php': cache('redis') })).toEqual(connections);
    expect(uses({ 'config/database.php': database, 'config/cache.php': cache('file') })).toEqual([]);
    expect(uses({ 'config/database.php': database, 'config/cache.php': cache('file'), '.env': 'APP_KEY=x\nCACHE_STORE=redis\n' })).toEqual(connections);
    expect(
      uses({ 'config/database.php': database, 'config/cache.php': cache('file'), '.env': '# CACHE_STORE=redis\nCACHE_STORE=file\n', '.env.example': 'CACHE_STORE=redis\n' }),
    ).toEqual([]);
    expect(
      uses({ 'config/database.php': database, 'config/cache.php': cache('file'), 'docker-compose.yml': 'services:\n  app:\n    environment:\n      CACHE_STORE: redis\n' }),
    ).toEqual(connections);
    expect(uses({ 'config/database.php': database, 'config/cache.php': cache('file') }, { CACHE_STORE: 'redis' })).toEqual(connections);
    expect(uses({ 'config/database.php': database, 'app/A.php': '<?php use Illuminate\\Support\\Facades\\Redis; Redis::get("x");' })).toEqual(connections);
  });
  test('places and objects', () => {
    const { uses: found, objects = [] } = read({
      'config/database.php': database,
      'config/cache.php': cache('redis'),
      'config/session.php': `<?php return ['driver' => env('SESSION_DRIVER', 'database'), 'connection' => null];`,
    });
    expect(found?.[1]).toMatchObject({ place: { file: 'config/database.php', line: 11, column: 42 }, library: 'laravel' });
    expect(objects.find(({ kind, name }) => kind === 'laravel-driver' && name === 'cache')?.data).toEqual({
      variables: ['CACHE_STORE'],
      fallback: 'redis',
      redis: ['redis'],
      connection: 'cache',
    } satisfies LaravelDriver);
    expect(objects.find(({ name }) => name === 'session')?.data).toMatchObject({ variables: ['SESSION_DRIVER'], fallback: 'database' });
    const redis = objects.find(({ kind }) => kind === 'laravel-redis')?.data as LaravelRedis;
    expect([redis.folder, redis.isChosen, redis.uses.length]).toEqual(['.', true, 8]);
  });
  test('several applications are told apart', () => {
    expect(uses({ 'a/config/database.php': database, 'a/config/cache.php': cache('file'), 'b/config/database.php': database, 'b/config/cache.php': cache('redis') })?.length).toBe(
      8,
    );
  });
  test('clusters', () => {
    const text = `<?php return ['connections' => [], 'redis' => ['clusters' => ['default' => [['host' => 'a', 'port' => 7000, 'password' => env('PW')], ['host' => 'b', 'port' => 7001]]]]];`;
    expect(uses({ 'config/database.php': text, 'config/cache.php': cache('redis') })).toEqual([
      [null, 'REDIS_CLUSTER_NODES', 'a:7000,b:7001'],
      ['PW', 'REDIS_PASSWORD', null],
    ]);
  });
});

describe('Symfony', () => {
  test('clients, caches, sessions, transports, locks', () => {
    const text = `snc_redis:
  clients:
    default:
      type: phpredis
      alias: default
      dsn: "%env(REDIS_URL)%"
    cache:
      alias: cache
      dsn: redis://%env(REDIS_HOST)%:%env(int:REDIS_PORT)%/1
framework:
  cache:
    default_redis_provider: '%env(resolve:CACHE_DSN)%'
  session:
    handler_id: '%env(REDIS_URL)%'
  messenger:
    transports:
      async: '%env(MESSENGER_TRANSPORT_DSN)%'
      mail: { dsn: 'redis://queue:6379/messages' }
  lock: '%env(LOCK_DSN)%'
`;
    const reading = read({ 'config/packages/all.yaml': text });
    expect(reading.uses?.map(({ variable, means, fallback, place }) => [variable, means, fallback, place.line])).toEqual([
      ['REDIS_URL', 'REDIS_URL', null, 6],
      ['REDIS_HOST', 'REDIS_CACHE_HOST', null, 9],
      ['REDIS_PORT', 'REDIS_CACHE_PORT', null, 9],
      [null, 'REDIS_CACHE_DB', '1', 9],
      ['CACHE_DSN', 'REDIS_CACHE_URL', null, 12],
      ['REDIS_URL', 'REDIS_SESSION_URL', null, 14],
      [null, 'REDIS_QUEUE_URL', 'redis://queue:6379/messages', 18],
    ]);
    expect(reading.objects?.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['symfony-transport LOCK_DSN', 'symfony-transport MESSENGER_TRANSPORT_DSN']);
  });
  test('parameters give defaults and values', () => {
    const texts = {
      'config/services.yaml': `parameters:\n  env(REDIS_URL): redis://fallback:6379\n  redis.host: '%env(default:other_host:RH)%'\n  other_host: spare\nservices:\n  Redis:\n    class: \\Redis\n    calls:\n      - connect: ['%redis.host%', '%env(int:RP)%']\n      - [auth, ['%env(PW)%']]\n  app.predis:\n    class: Predis\\Client\n    arguments: ['%env(REDIS_URL)%']\n`,
    };
    expect(uses(texts)).toEqual([
      ['RH', 'REDIS_HOST', 'spare'],
      ['RP', 'REDIS_PORT', null],
      ['PW', 'REDIS_PASSWORD', null],
      ['REDIS_URL', 'REDIS_URL', 'redis://fallback:6379'],
    ]);
  });
  test('environments are kept apart, test is left out', () => {
    const texts = {
      'config/packages/cache.yaml': `when@prod:\n  framework:\n    cache:\n      default_redis_provider: redis://prod\nwhen@dev:\n  framework:\n    cache:\n      default_redis_provider: redis://dev\nwhen@test:\n  framework:\n    cache:\n      default_redis_provider: redis://test\n`,
    };
    expect(uses(texts)).toEqual([[null, 'REDIS_CACHE_URL', 'redis://prod']]);
    expect(uses(texts, { APP_ENV: 'dev' })).toEqual([[null, 'REDIS_CACHE_URL', 'redis://dev']]);
    expect(read(texts).objects?.map(({ name }) => name)).toEqual(['prod', 'dev']);
  });
  test('YAML of others is none', () => {
    const files = filesOf({ 'config/services.yaml': 'framework:\n  cache:\n    default_redis_provider: redis://x\n' });
    expect(phpReader.read(['config/services.yaml'], files).uses).toEqual([]);
  });
});

test('damaged files never throw', () => {
  const yaml = 'snc_redis:\n  clients:\n    default:\n      dsn: "%env(REDIS_URL)%"\nparameters:\n  a: "%a%"\n  b: "%c%%b%"\n';
  fc.assert(
    fc.property(
      fc.nat(database.length),
      fc.nat(database.length),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('%env(', ')%', '[', '{', '&a *a', '"')),
      (from, to, junk) => {
        read({
          'config/database.php': database.slice(0, from) + junk + database.slice(to),
          'config/cache.php': cache(junk),
          'config/packages/a.yaml': yaml.slice(0, from) + junk + yaml.slice(to),
        });
      },
    ),
    { numRuns: 300 },
  );
  const start = cpuMs();
  for (const text of [
    '['.repeat(100_000),
    `a: "${'%a%'.repeat(50_000)}" # %env(`,
    `parameters:\n${Array.from({ length: 300 }, (_, index) => `  p${index}: "%p${index + 1}%%p${index + 1}%"\n`).join('')}x: "%p0%" # %env(`,
  ])
    read({ 'config/packages/a.yaml': text });
  expect(cpuMs() - start).toBeLessThan(5_000);
});
