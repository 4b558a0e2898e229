import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anyOf,
  joinedValue,
  linesOf,
  meaningBeside,
  meaningOf,
  meansOf,
  none,
  orElse,
  textValue,
  tooDeepAt,
  unknown,
  usesOfClient,
  usesOfSetting,
  variableValue,
} from './index.ts';

const place = { file: 'a', line: 1, column: 1 };
const text = (value: string) => textValue(value, place);
const variable = (name: string, otherwise = none) => variableValue(name, place, otherwise);
const means = (name: string) => {
  const meaning = meaningOf(name);
  return meaning && meansOf(meaning);
};

describe('a name', () => {
  test.each([
    ['REDIS_URL', 'REDIS_URL'],
    ['VALKEY_HOST', 'REDIS_HOST'],
    ['REDIS_ADDR', 'REDIS_URL'],
    ['REDISHOST', 'REDIS_HOST'],
    ['REDISCLOUD_URL', 'REDIS_URL'],
    ['redisHostName', 'REDIS_HOST'],
    ['RedisDB', 'REDIS_DB'],
    ['redis.cache.password', 'REDIS_CACHE_PASSWORD'],
    ['CACHE_REDIS_PORT', 'REDIS_CACHE_PORT'],
    ['SPRING_DATA_REDIS_SSL_ENABLED', 'REDIS_TLS'],
    ['app.redis.sentinel.nodes', 'REDIS_SENTINELS'],
    ['REDIS_SENTINEL_PASSWORD', 'REDIS_SENTINEL_PASSWORD'],
    ['RedisConfig.Addr', 'REDIS_URL'],
    ['REDIS_CACHE_ENABLED', 'REDIS_CACHE_ENABLED'],
    ['redis-addr', 'REDIS_URL'],
    ['REDIS_POOL_SIZE', null],
    ['REDIS_METRICS_ENABLED', null],
    ['REDIS_CLUSTER_ENABLED', null],
    ['REDIS_INSECURE_TLS', null],
    ['REDIS_EXPORTER_PORT', null],
    ['UPSTASH_REDIS_REST_URL', null],
    ['REDIS_CONNECT_TIMEOUT', null],
    ['conductor.redis.queuesNonQuorumPort', null],
    ['management.health.redis.enabled', null],
    ['REDIS', null],
    ['DATABASE_URL', null],
    ['predisposed.host', null],
  ])('%s means %s', (name, expected) => {
    expect(means(name)).toBe(expected);
  });
});

describe('uses', () => {
  const of = (setting: 'URL' | 'HOST' | 'DB' | 'PASSWORD' | 'TLS', value: Parameters<typeof usesOfSetting>[1]) =>
    usesOfSetting({ setting, use: null }, value, null).map((use) => `${use.variable ?? '='} ${use.means} ${use.fallback ?? '-'}`);

  test.each([
    ['localhost:6379', '= REDIS_URL redis://localhost:6379'],
    [':6379', '= REDIS_URL redis://localhost:6379'],
    ['/run/redis.sock', '= REDIS_URL unix:///run/redis.sock'],
    ['rediss://h', '= REDIS_URL rediss://h'],
    ['a:1,b:2', '= REDIS_CLUSTER_NODES a:1,b:2'],
    ['[::1]:6379', '= REDIS_URL redis://[::1]:6379'],
    ['https://h', undefined],
    ['h:1:rack', undefined],
    ['', undefined],
  ])('an address %s', (address, expected) => {
    expect(of('URL', text(address))[0]).toBe(expected);
  });

  test('of a variable for a host that holds a port are those of an address', () => {
    const value = variable('REDIS_HOST', text('h:1'));
    expect(meaningBeside({ setting: 'HOST', use: null }, value).setting).toBe('URL');
    // Where a framework takes the host by itself, it is a mistake that must stay to be seen.
    expect(of('HOST', value)).toEqual(['REDIS_HOST REDIS_HOST h:1']);
  });

  test('a database that is no number is another thing', () => {
    expect(of('DB', variable('REDIS_DATABASE', text('mall')))).toEqual([]);
    expect(of('DB', variable('REDIS_DATABASE', text('')))).toEqual(['REDIS_DATABASE REDIS_DB -']);
  });

  test('of an unknown address only variables are told', () => {
    const parts = [
      { setting: 'HOST', value: unknown },
      { setting: 'PORT', value: text('1') },
      { setting: 'PASSWORD', value: variable('P') },
    ] as const;
    expect(usesOfClient({ parts, use: null, library: null })).toMatchObject([{ variable: 'P', means: 'REDIS_PASSWORD' }]);
  });

  test('a row is split', () => {
    const row = joinedValue([text('redis://'), variable('U'), text(':'), variable('P', text('p')), text('@'), variable('H'), text(':6380/2?x=y')], place);
    expect(of('URL', row)).toEqual(['H REDIS_HOST -', '= REDIS_PORT 6380', 'U REDIS_USERNAME -', 'P REDIS_PASSWORD p', '= REDIS_DB 2']);
    expect(of('URL', joinedValue([text('redis://a-'), variable('ENV'), text(':6380')], place))).toEqual([]);
    expect(of('URL', joinedValue([text('redis://'), variable('REDIS_ADDR')], place))).toEqual(['REDIS_ADDR REDIS_URL -']);
  });

  test('whatever the row, nothing is thrown', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 6 }).map(text),
      fc.constantFrom(':', '/', '@', '?', '[', ']', '\uE000', ',').map(text),
      fc.constant(variable('A', text('x'))),
      fc.constant(unknown),
      fc.constant(none),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        for (const setting of ['URL', 'HOST', 'PASSWORD', 'TLS'] as const) of(setting, joinedValue(parts, place));
      }),
    );
  });
});

describe('values', () => {
  test('variables come before what is fixed', () => {
    expect(anyOf([text('x'), variable('A'), unknown, variable('B')])).toEqual({ ...variable('A', { ...variable('B', text('x')), yields: undefined } as never), yields: undefined });
    expect(anyOf([variable('A'), text('x'), text('y')])).toEqual({ ...variable('A', unknown as never), yields: undefined });
    expect(orElse(variable('A', text('')), text('x'))).toEqual({ ...variable('A', text('x') as never), yields: 'empty' });
    expect(orElse(variable('A'), text('x'), 'unset')).toEqual(variable('A', text('x') as never));
  });
});

test('lines and columns of any line ends', () => {
  const lines = linesOf('a', 'x\r\ny\rz\nw');
  expect([0, 3, 4, 5, 7].map((offset) => lines.at(offset)).map(({ line, column }) => `${line}:${column}`)).toEqual(['1:1', '2:1', '2:2', '3:1', '4:1']);
});

test('brackets in texts and comments open nothing', () => {
  const many = '('.repeat(1000);
  expect([`"${many}"`, `// ${many}`, `/* ${many} */`, `\`${many}\``, '()'.repeat(1000)].map(tooDeepAt)).toEqual([null, null, null, null, null]);
  expect(tooDeepAt(many)).toBe(250);
  expect(tooDeepAt(`x ${'* '.repeat(200)}`)).toBe(2);
});
