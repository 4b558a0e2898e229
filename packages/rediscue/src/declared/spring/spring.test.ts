import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import type { Use } from '../reading.ts';
import { type SpringProfile, springReader } from './index.ts';
import { parseProperties } from './properties-format.ts';

const resources = 'src/main/resources';
function read(texts: Record<string, string>) {
  const files = filesOf(texts);
  return springReader.read(
    files.paths.filter((path) => springReader.detect(path)),
    files,
  );
}
const shown = (uses: readonly Use[] = []) => uses.map(({ variable, means, fallback }) => `${variable ?? '='} ${means} ${fallback ?? '-'}`);
const usesOf = (texts: Record<string, string>) => shown(read(texts).uses);

describe('names', () => {
  test.each([
    ['src/main/resources/application.properties', true],
    ['src/main/resources/application-staging.yml', true],
    ['src/main/resources/config/application.yaml', true],
    ['services/orders/src/main/resources/bootstrap.yml', true],
    ['application.yml', true],
    ['config/application-prod.properties', true],
    ['src/main/resources/META-INF/microprofile-config.properties', true],
    ['src/main/resources/redisson.yaml', true],
    ['src/test/resources/application.yml', false],
    ['src/integrationTest/resources/application.yml', false],
    ['target/classes/application.properties', false],
    ['build/resources/main/application.yml', false],
    ['chart/templates/application.yaml', false],
    ['src/main/resources/application-example.yml', false],
    ['src/main/resources/application.yml.example', false],
    ['src/main/resources/messages.properties', false],
    ['examples/application.yml', false],
  ])('%s: %s', (path, expected) => {
    expect(springReader.detect(path)).toBe(expected);
  });
});

describe('a properties file', () => {
  test('follows the rules of its format', () => {
    const text = '\uFEFF# note\n! note\n a = 1 \nb:2\nc 3\nd\\ e\\=f : g\n\u0065=\\u0041\\\n   b\\tc\nh\\\\=1\nempty=\nlast';
    const [entries] = parseProperties(text);
    expect(entries?.map(({ key, value }) => [key, value])).toEqual([
      ['a', '1 '],
      ['b', '2'],
      ['c', '3'],
      ['d e=f', 'g'],
      ['e', 'Ab\tc'],
      ['h\\', '1'],
      ['empty', ''],
      ['last', ''],
    ]);
  });

  test('is split into documents', () => {
    expect(parseProperties('a=1\n#---\nb=2\n!---\nc=3\n#--- no\n').map((entries) => entries.map(({ key }) => key))).toEqual([['a'], ['b'], ['c']]);
  });

  test('gives uses with places; the variable that Spring maps comes first', () => {
    const { uses } = read({
      [`${resources}/application.properties`]:
        '# spring.data.redis.host=old\nspring.data.redis.host = redis.internal\r\nspring.data.redis.port=6380\nspring.data.redis.timeout=2s\nspring.data.redis.clientName=x\n',
    });
    expect(uses).toEqual([
      {
        variable: 'SPRING_DATA_REDIS_HOST',
        means: 'REDIS_HOST',
        fallback: 'redis.internal',
        place: { file: `${resources}/application.properties`, line: 2, column: 26 },
        library: 'spring',
      },
      { variable: 'SPRING_DATA_REDIS_PORT', means: 'REDIS_PORT', fallback: '6380', place: { file: `${resources}/application.properties`, line: 3, column: 24 }, library: 'spring' },
    ]);
  });
});

describe('a YAML file', () => {
  test('reads placeholders, nested ones too', () => {
    expect(
      usesOf({
        [`${resources}/application.yml`]:
          'spring:\n  data:\n    redis:\n      host: ${REDIS_HOST:localhost}\n      port: ${REDIS_PORT:${DEFAULT_PORT:6379}}\n      password: "${REDIS_PASSWORD:}"\n      database: 2\n      ssl:\n        enabled: true\n',
      }),
    ).toEqual([
      'SPRING_DATA_REDIS_HOST REDIS_HOST -',
      'REDIS_HOST REDIS_HOST localhost',
      'SPRING_DATA_REDIS_PORT REDIS_PORT -',
      'REDIS_PORT REDIS_PORT -',
      'DEFAULT_PORT REDIS_PORT 6379',
      'SPRING_DATA_REDIS_PASSWORD REDIS_PASSWORD -',
      'REDIS_PASSWORD REDIS_PASSWORD -',
      'SPRING_DATA_REDIS_DATABASE REDIS_DB 2',
      'SPRING_DATA_REDIS_SSL_ENABLED REDIS_TLS true',
    ]);
  });

  test('gives Sentinels and cluster nodes as a list or as one text', () => {
    expect(usesOf({ 'application.yml': 'spring.redis:\n  sentinel:\n    master: main\n    nodes:\n      - a:26379\n      - b:26379\n' })).toEqual([
      'SPRING_REDIS_SENTINEL_MASTER REDIS_SENTINEL_NAME main',
      'SPRING_REDIS_SENTINEL_NODES REDIS_SENTINELS a:26379,b:26379',
    ]);
    expect(usesOf({ 'application.yml': 'spring: {redis: {cluster: {nodes: "a:7000,b:7001"}}}' })).toEqual(['SPRING_REDIS_CLUSTER_NODES REDIS_CLUSTER_NODES a:7000,b:7001']);
  });

  test('splits a URL that is glued from placeholders', () => {
    expect(usesOf({ 'application.yml': 'spring.data.redis.url: redis://:${PASS}@${HOST:redis}:${PORT:6379}/1\n' })).toEqual([
      'SPRING_DATA_REDIS_URL REDIS_URL -',
      'HOST REDIS_HOST redis',
      'PORT REDIS_PORT 6379',
      'PASS REDIS_PASSWORD -',
      '= REDIS_DB 1',
    ]);
  });

  test('follows properties of its own, in a ring too', () => {
    expect(usesOf({ 'application.yml': 'redis.host: ${CACHE:one}\nspring.data.redis.host: ${redis.host}\n' })).toEqual([
      'REDIS_HOST REDIS_HOST -',
      'CACHE REDIS_HOST one',
      'SPRING_DATA_REDIS_HOST REDIS_HOST -',
      'REDIS_HOST REDIS_HOST -',
      'CACHE REDIS_HOST one',
    ]);
    expect(read({ 'application.yml': 'a.redis.host: ${b.redis.host}\nb.redis.host: ${a.redis.host}\n' }).problems).toEqual([]);
  });

  test('of Quarkus, of Micronaut and of the application itself', () => {
    expect(
      usesOf({
        [`${resources}/application.properties`]: 'quarkus.redis.hosts=redis://localhost:6379\nquarkus.redis.session.hosts=${S:redis://s:1}\nquarkus.redis.session.password=x\n',
      }),
    ).toEqual([
      'QUARKUS_REDIS_HOSTS REDIS_URL redis://localhost:6379',
      'QUARKUS_REDIS_SESSION_HOSTS REDIS_SESSION_URL -',
      'S REDIS_SESSION_URL redis://s:1',
      'QUARKUS_REDIS_SESSION_PASSWORD REDIS_SESSION_PASSWORD x',
    ]);
    expect(usesOf({ [`${resources}/application.yml`]: 'redis:\n  uri: ${REDIS_URI:`redis://localhost`}\n  servers:\n    queue:\n      uri: redis://q\n' })).toEqual([
      'REDIS_URI REDIS_URL redis://localhost',
      'REDIS_SERVERS_QUEUE_URI REDIS_QUEUE_URL redis://q',
    ]);
    expect(usesOf({ 'application.yml': 'app:\n  cache:\n    redis-host: h\nacme.redis.address: h:1\nshop.redis.enabled: false' })).toEqual([
      'APP_CACHE_REDIS_HOST REDIS_CACHE_HOST h',
      'ACME_REDIS_ADDRESS REDIS_ACME_URL redis://h:1',
      'SHOP_REDIS_ENABLED REDIS_SHOP_ENABLED false',
    ]);
  });

  test('what only mentions Redis declares nothing', () => {
    expect(
      usesOf({
        'application.yml':
          'management.health.redis.enabled: false\nlogging.level.org.springframework.data.redis: DEBUG\nspring:\n  data.redis.repositories.enabled: false\n  data.redis.lettuce.pool.enabled: true\n  session.redis.namespace: x\n  cache.redis.time-to-live: 60s\n  # redis.host: old\n',
      }),
    ).toEqual([]);
    expect(read({ 'application.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  redis:\n    host: x\n' }).uses).toEqual([]);
  });

  test('a cache without an address is on this machine, unless settings come from elsewhere', () => {
    expect(usesOf({ 'application.yml': 'spring.cache.type: redis\n' })).toEqual(['SPRING_DATA_REDIS_HOST REDIS_HOST -', 'SPRING_REDIS_HOST REDIS_HOST localhost']);
    expect(usesOf({ 'application.yml': 'spring.cache.type: redis\nspring.config.import: "configserver:"\n' })).toEqual([]);
    expect(usesOf({ 'application.yml': 'spring.cache.type: redis\n---\nspring.config.activate.on-profile: prod\nspring.data.redis.host: x' })).toEqual([]);
  });

  test('enciphered values and those that a build fills in are not known', () => {
    expect(usesOf({ 'application.yml': 'spring.redis.password: ENC(abc)\nspring.redis.host: @redis.host@\n' })).toEqual([
      'SPRING_REDIS_PASSWORD REDIS_PASSWORD -',
      'SPRING_REDIS_HOST REDIS_HOST -',
    ]);
  });
});

describe('several files', () => {
  test('of one application: properties beat YAML, config/ and files beside the program beat those inside', () => {
    expect(
      usesOf({ [`${resources}/application.yml`]: 'spring.redis.host: yml\nspring.redis.port: 1', [`${resources}/application.properties`]: 'spring.redis.host=properties' }),
    ).toEqual(['SPRING_REDIS_PORT REDIS_PORT 1', 'SPRING_REDIS_HOST REDIS_HOST properties']);
    expect(usesOf({ [`${resources}/application.properties`]: 'spring.redis.host=inside', 'config/application.yml': 'spring.redis.host: outside' })).toEqual([
      'SPRING_REDIS_HOST REDIS_HOST outside',
    ]);
  });

  test('profiles are objects; those that the files switch on count', () => {
    const texts = {
      [`${resources}/application.yml`]:
        'spring.profiles.active: ${SPRING_PROFILES_ACTIVE:dev}\nspring.data.redis.host: base\n---\nspring:\n  config.activate.on-profile: staging\n  data.redis.host: your-redis-host\n',
      [`${resources}/application-dev.yml`]: 'spring.data.redis.host: localhost\n',
      [`${resources}/application-prod.properties`]: 'spring.data.redis.host=${REDIS_HOST}\n',
    };
    const { uses, objects } = read(texts);
    expect(shown(uses)).toEqual(['SPRING_DATA_REDIS_HOST REDIS_HOST localhost']);
    expect(uses?.[0]?.place).toEqual({ file: `${resources}/application-dev.yml`, line: 1, column: 25 });
    const told = objects?.map(({ kind, name, data }) => ({ kind, name, active: (data as SpringProfile).active, uses: shown((data as SpringProfile).uses) }));
    expect(told).toHaveLength(4);
    expect(told).toEqual(
      expect.arrayContaining([
        { kind: 'spring-profile', name: 'default', active: true, uses: ['SPRING_DATA_REDIS_HOST REDIS_HOST base'] },
        { kind: 'spring-profile', name: 'dev', active: true, uses: ['SPRING_DATA_REDIS_HOST REDIS_HOST localhost'] },
        { kind: 'spring-profile', name: 'staging', active: false, uses: ['SPRING_DATA_REDIS_HOST REDIS_HOST your-redis-host'] },
        { kind: 'spring-profile', name: 'prod', active: false, uses: ['SPRING_DATA_REDIS_HOST REDIS_HOST -', 'REDIS_HOST REDIS_HOST -'] },
      ]),
    );
  });

  test('profiles of Quarkus stand before the key', () => {
    const { uses, objects } = read({ 'application.properties': 'quarkus.redis.hosts=redis://a\n%dev.quarkus.redis.hosts=redis://localhost\n' });
    expect(shown(uses)).toEqual(['QUARKUS_REDIS_HOSTS REDIS_URL redis://a']);
    expect(objects?.map(({ name }) => name)).toEqual(['default', 'dev']);
  });

  test('modules are kept apart', () => {
    const { uses } = read({
      'a/src/main/resources/application.yml': 'spring.redis.host: ${host.x}\nhost.x: a',
      'b/src/main/resources/application.yml': 'host.x: b\nredis.host: ${host.x}',
    });
    expect(shown(uses)).toEqual(['SPRING_REDIS_HOST REDIS_HOST -', 'HOST_X REDIS_HOST a', 'REDIS_HOST REDIS_HOST -', 'HOST_X REDIS_HOST b']);
  });
});

describe('Redisson', () => {
  const single = 'singleServerConfig:\n  address: "redis://${REDIS_HOST:-127.0.0.1}:6379"\n  password: null\n  database: 0\nthreads: 16\n';
  test('in a file of its own', () => {
    expect(usesOf({ [`${resources}/redisson.yaml`]: single })).toEqual(['REDIS_HOST REDIS_HOST 127.0.0.1', '= REDIS_PORT 6379', '= REDIS_DB 0']);
    expect(usesOf({ [`${resources}/redisson.yml`]: 'sentinelServersConfig:\n  masterName: main\n  sentinelAddresses:\n  - redis://a:1\n  - redis://b:2\n' })).toEqual([
      '= REDIS_SENTINELS redis://a:1,redis://b:2',
      '= REDIS_SENTINEL_NAME main',
    ]);
  });

  test('within the settings of Spring', () => {
    const { uses } = read({ 'application.yml': 'spring:\n  redis:\n    redisson:\n      config: |\n        singleServerConfig:\n          address: redis://r:6379\n' });
    expect(shown(uses)).toEqual(['= REDIS_URL redis://r:6379']);
    expect(uses?.[0]?.place).toMatchObject({ file: 'application.yml', line: 6 });
  });
});

describe('what cannot be read', () => {
  test('is told with its place and without a value', () => {
    const { problems } = read({ 'application.yml': 'spring:\n  redis:\n    host: "h\n    password: hunter2\n' });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.place).toMatchObject({ file: 'application.yml', line: expect.any(Number) });
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test.each([
    ['deep brackets', `redis: ${'['.repeat(100_000)}`],
    ['deep dashes', `redis:\n  ${'- '.repeat(100_000)}x`],
    ['deep folders', `redis:\n${Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`],
    ['an avalanche of aliases', `redis: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &a${index + 1} [${`*a${index},`.repeat(9)}]`).join('\n')}`],
    ['many references', `redis.host: "${'${A:'.repeat(20_000)}"`],
    ['many documents', 'redis.host: x\n---\n'.repeat(20_000)],
    ['a ring of anchors', 'redis: &a\n  host: *a\n'],
  ])('%s: it ends soon', (_, text) => {
    const start = cpuMs();
    read({ 'application.yml': text, 'application.properties': text });
    expect(cpuMs() - start).toBeLessThan(3000);
  });

  test('any mutation of a file is read without a throw', () => {
    const samples = [
      'spring:\n  data:\n    redis: &r\n      host: ${REDIS_HOST:localhost}\n      port: 6379\n      password: "p\\"w"\n---\nspring:\n  config.activate.on-profile: prod\n  redis:\n    <<: *r\n    sentinel.nodes: [a:1, b:2]\n',
      'spring.redis.url=redis://:${P:x}@${H:h}:6379/0\n! note\nspring.redis.sentinel.nodes[0]=a\\\n  :1\n%dev.quarkus.redis.hosts=redis://\\u0061\n',
      'singleServerConfig:\n  address: redis://${H:-h}:6379\n',
    ];
    const scrap = fc.oneof(
      fc.constantFrom('${', '}', ':', '\n', '- ', '&a ', '*a', '[', '{', '"', "'", '\\u', '---\n', '<<: *r\n', '@', '|\n', '!x '),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(400), fc.nat(20), scrap), { maxLength: 6 }), (sample, edits) => {
        const text = edits.reduce((before, [at, length, added]) => before.slice(0, at) + added + before.slice(at + length), sample);
        const { uses, problems } = read({ 'application.yml': text, 'application.properties': text, 'redisson.yml': text });
        for (const { place } of [...(uses ?? []), ...problems]) expect(place.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
