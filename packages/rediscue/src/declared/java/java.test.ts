import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import type { Use } from '../reading.ts';
import { javaReader } from './index.ts';

const main = 'src/main/java/com/acme';
function read(texts: Record<string, string>) {
  const files = filesOf(texts);
  return javaReader.read(
    files.paths.filter((path) => javaReader.detect(path)),
    files,
  );
}
const shown = (uses: readonly Use[] = []) => uses.map(({ variable, means, fallback, library }) => `${variable ?? '='} ${means} ${fallback ?? '-'}${library ? ` ${library}` : ''}`);
const usesOf = (texts: Record<string, string>) => shown(read(texts).uses);
/** Statements within a method of a class; fields before it. */
const body = (statements: string, fields = '') =>
  usesOf({ [`${main}/App.java`]: `import redis.clients.jedis.*;\nclass App {\n${fields}\nvoid run() throws Exception {\n${statements}\n}\n}\n` });

describe('names', () => {
  test.each([
    [`${main}/RedisConfig.java`, true],
    ['app/src/main/kotlin/RedisConfig.kt', true],
    ['src/main/java/com/acme/test/Redis.java', true],
    ['src/test/java/RedisConfig.java', false],
    ['src/integrationTest/java/RedisConfig.java', false],
    [`${main}/RedisConfigTest.java`, false],
    [`${main}/RedisIT.java`, false],
    ['target/generated-sources/Redis.java', false],
    ['vendor/Redis.java', false],
  ])('%s: %s', (path, expected) => {
    expect(javaReader.detect(path)).toBe(expected);
  });
});

describe('the environment', () => {
  test.each([
    ['String h = System.getenv("REDIS_HOST");', ['REDIS_HOST REDIS_HOST -']],
    ['String u = System.getenv().getOrDefault("REDIS_URL", "redis://localhost:6379");', ['REDIS_URL REDIS_URL redis://localhost:6379']],
    ['String h = System.getenv("REDIS_HOST") != null ? System.getenv("REDIS_HOST") : "localhost";', ['REDIS_HOST REDIS_HOST localhost']],
    ['String h = System.getenv("REDIS_HOST"); if (h == null || h.isEmpty()) { h = "localhost"; }', ['REDIS_HOST REDIS_HOST localhost']],
    ['String h = Optional.ofNullable(System.getenv("REDIS_HOST")).orElse("localhost");', ['REDIS_HOST REDIS_HOST localhost']],
    ['int p = Integer.parseInt(System.getenv().getOrDefault("REDIS_PORT", "6379"));', ['REDIS_PORT REDIS_PORT 6379']],
    ['String u = System.getenv().getOrDefault("CACHE_REDIS_URL", System.getenv("REDIS_URL"));', ['CACHE_REDIS_URL REDIS_CACHE_URL -', 'REDIS_URL REDIS_CACHE_URL -']],
    ['String redisHost = System.getenv("CACHE_SERVER");', ['CACHE_SERVER REDIS_HOST -']],
    ['String u = System.getenv("DATABASE_URL");', []],
    ['String t = System.getenv("REDIS_TIMEOUT"); String s = System.getenv("REDIS_POOL_SIZE");', []],
    ['// System.getenv("REDIS_URL")\n/* new Jedis("old") */', []],
    ['String h = dotenv.get("REDIS_HOST", "redis");', ['REDIS_HOST REDIS_HOST redis']],
  ])('%s', (statements, expected) => {
    expect(body(statements)).toEqual(expected);
  });

  test('is read by helpers of the project', () => {
    expect(
      usesOf({
        [`${main}/Env.java`]: 'class Env { static String get(String key, String other) { String v = System.getenv(key); return v == null ? other : v; } }',
        [`${main}/Cache.java`]:
          'class Cache { JedisPool pool = new JedisPool(new JedisPoolConfig(), Env.get("CACHE_HOST", "redis"), port("REDIS_PORT", 6379)); static int port(String key, int other) { String v = System.getenv(key); if (v != null) { return Integer.parseInt(v); } return other; } }',
      }),
    ).toEqual(['CACHE_HOST REDIS_CACHE_HOST redis jedis', 'REDIS_PORT REDIS_CACHE_PORT 6379 jedis']);
  });

  test('has places', () => {
    expect(
      read({ [`${main}/A.java`]: 'class A {\r\n  String h = System.getenv("REDIS_HOST");\r\n  Jedis j = new Jedis("cache", 6380);\n}' }).uses?.map(({ place }) => place),
    ).toEqual([
      { file: `${main}/A.java`, line: 3, column: 23 },
      { file: `${main}/A.java`, line: 3, column: 32 },
      { file: `${main}/A.java`, line: 2, column: 28 },
    ]);
  });
});

describe('Jedis', () => {
  test.each([
    ['new Jedis("cache", 6380);', ['= REDIS_HOST cache jedis', '= REDIS_PORT 6380 jedis']],
    ['new Jedis("redis://cache:6379/1");', ['= REDIS_URL redis://cache:6379/1 jedis']],
    ['new Jedis(URI.create(System.getenv("REDIS_URL")));', ['REDIS_URL REDIS_URL - jedis']],
    ['new Jedis(HOST, PORT);', ['= REDIS_HOST cache jedis', '= REDIS_PORT 6380 jedis']],
    [
      'new JedisPool(new JedisPoolConfig(), "cache", 6379, 2000, "s3cret", 2);',
      ['= REDIS_HOST cache jedis', '= REDIS_PORT 6379 jedis', '= REDIS_PASSWORD s3cret jedis', '= REDIS_DB 2 jedis'],
    ],
    [
      'JedisPoolConfig c = new JedisPoolConfig(); new JedisPool(c, HOST, PORT, 2000, "u", "p", 2, true);',
      ['= REDIS_HOST cache jedis', '= REDIS_PORT 6380 jedis', '= REDIS_USERNAME u jedis', '= REDIS_PASSWORD p jedis', '= REDIS_DB 2 jedis', '= REDIS_TLS true jedis'],
    ],
    ['new JedisPool(c, HOST, PORT, 2000, null);', ['= REDIS_HOST cache jedis', '= REDIS_PORT 6380 jedis']],
    [
      'new JedisPooled(new HostAndPort("cache", 1), DefaultJedisClientConfig.builder().user("u").password("p").database(3).ssl(true).build());',
      ['= REDIS_URL rediss://cache:1 jedis', '= REDIS_USERNAME u jedis', '= REDIS_PASSWORD p jedis', '= REDIS_DB 3 jedis', '= REDIS_TLS true jedis'],
    ],
    [
      'Set<String> s = new HashSet<>(); s.add("a:26379"); s.add("b:26379"); new JedisSentinelPool("main", s, "p");',
      ['= REDIS_SENTINEL_NAME main jedis', '= REDIS_SENTINELS a:26379,b:26379 jedis', '= REDIS_PASSWORD p jedis'],
    ],
    ['new JedisSentinelPool("main", new HashSet<>(Arrays.asList("a:1", "b:2")));', ['= REDIS_SENTINEL_NAME main jedis', '= REDIS_SENTINELS a:1,b:2 jedis']],
    [
      'Set<HostAndPort> n = new HashSet<HostAndPort>(); n.add(new HostAndPort("a", 7000)); n.add(new HostAndPort("b", 7001)); new JedisCluster(n);',
      ['= REDIS_CLUSTER_NODES a:7000,b:7001 jedis'],
    ],
    ['new Jedis(unknownHost(), 6379);', []],
    ['new JedisPool(config.getRedisHost(), 6379);', []],
    ['new Jedis();', []],
    ['new JedisPool(new JedisPoolConfig(), System.getenv("QUEUE_REDIS_HOST"), 6379);', ['QUEUE_REDIS_HOST REDIS_QUEUE_HOST - jedis', '= REDIS_QUEUE_PORT 6379 jedis']],
    ['new Jedis("redis://" + System.getenv("REDIS_HOST") + ":" + PORT);', ['REDIS_HOST REDIS_HOST - jedis', '= REDIS_PORT 6380 jedis']],
    ['String url = prod ? "redis://a" : "redis://b"; new Jedis(url);', []],
  ])('%s', (statements, expected) => {
    expect(body(statements, 'static final String HOST = "cache"; private static final int PORT = 6380;').toSorted()).toEqual(expected.toSorted());
  });

  test('a class of the project by that name is none', () => {
    expect(usesOf({ [`${main}/A.java`]: 'class A { Object o = new Jedis("x", 1); }\nclass Jedis { Jedis(String a, int b) {} } // redis' })).toEqual([]);
    expect(usesOf({ [`${main}/A.java`]: 'import com.acme.Jedis;\nclass A { Object o = new Jedis("x", 1); } // redis' })).toEqual([]);
  });

  test('constants of another class', () => {
    expect(
      usesOf({
        [`${main}/RedisNames.java`]: 'class RedisNames { static final String HOST = "cache"; }',
        [`${main}/A.java`]: 'class A { Jedis j = new Jedis(RedisNames.HOST, 6379); }',
      }),
    ).toEqual(['= REDIS_HOST cache jedis', '= REDIS_PORT 6379 jedis']);
  });
});

describe('Lettuce, Spring Data and Redisson', () => {
  test.each([
    ['RedisClient c = RedisClient.create("redis://pw@cache:6379/1");', ['= REDIS_URL redis://pw@cache:6379/1 lettuce']],
    ['RedisClient c = RedisClient.create(RedisURI.create("cache", 6380));', ['= REDIS_HOST cache lettuce', '= REDIS_PORT 6380 lettuce']],
    [
      'RedisURI u = RedisURI.Builder.redis("cache", 6380).withPassword("p".toCharArray()).withSsl(true).withDatabase(2).build();',
      ['= REDIS_HOST cache lettuce', '= REDIS_PORT 6380 lettuce', '= REDIS_DB 2 lettuce', '= REDIS_TLS true lettuce', '= REDIS_PASSWORD p lettuce'],
    ],
    [
      'RedisURI u = RedisURI.builder().withSentinel("a", 1).withSentinel("b", 2).withSentinelMasterId("main").build();',
      ['= REDIS_SENTINEL_NAME main lettuce', '= REDIS_SENTINELS a:1,b:2 lettuce'],
    ],
    [
      'RedisStandaloneConfiguration c = new RedisStandaloneConfiguration("cache", 6380); c.setPassword(RedisPassword.of("p")); c.setDatabase(1);',
      ['= REDIS_HOST cache spring-data-redis', '= REDIS_PORT 6380 spring-data-redis', '= REDIS_PASSWORD p spring-data-redis', '= REDIS_DB 1 spring-data-redis'],
    ],
    [
      'var c = new JedisConnectionFactory(); c.setHostName(System.getenv("REDIS_HOST")); c.setPort(6379);',
      ['REDIS_HOST REDIS_HOST - spring-data-redis', '= REDIS_PORT 6379 spring-data-redis'],
    ],
    [
      'var c = new RedisSentinelConfiguration().master("main").sentinel("a", 26379).sentinel("b", 26379);',
      ['= REDIS_SENTINEL_NAME main spring-data-redis', '= REDIS_SENTINELS a:26379,b:26379 spring-data-redis'],
    ],
    ['var c = new RedisClusterConfiguration(Arrays.asList("a:1", "b:2"));', ['= REDIS_CLUSTER_NODES a:1,b:2 spring-data-redis']],
    [
      'config.useSingleServer().setAddress("redis://cache:6379").setPassword("p").setDatabase(1);',
      ['= REDIS_DB 1 redisson', '= REDIS_PASSWORD p redisson', '= REDIS_URL redis://cache:6379 redisson'],
    ],
    [
      'SingleServerConfig s = config.useSingleServer(); s.setAddress("redis://" + System.getenv("REDIS_HOST") + ":6379");',
      ['REDIS_HOST REDIS_HOST - redisson', '= REDIS_PORT 6379 redisson'],
    ],
    ['config.useClusterServers().addNodeAddress("redis://a:1", "redis://b:2");', ['= REDIS_CLUSTER_NODES redis://a:1,redis://b:2 redisson']],
    ['config.useSentinelServers().setMasterName("main").addSentinelAddress("redis://a:1");', ['= REDIS_SENTINELS redis://a:1 redisson', '= REDIS_SENTINEL_NAME main redisson']],
    ['Redis.createClient(vertx, "redis://cache");', ['= REDIS_URL redis://cache vertx-redis']],
  ])('%s', (statements, expected) => {
    expect(body(statements).toSorted()).toEqual(expected.toSorted());
  });
});

describe('settings that are filled in', () => {
  const config = `class RedisConfig {
  @Value("\${app.redis.host:localhost}") private String host;
  @Value("\${REDIS_PORT:6379}") private int port;
  @Value("\${cache.timeout:5}") private int timeout;
  @Bean LettuceConnectionFactory factory() { return new LettuceConnectionFactory(new RedisStandaloneConfiguration(host, port)); }
}`;
  test('by their defaults', () => {
    expect(usesOf({ [`${main}/RedisConfig.java`]: config })).toEqual(['APP_REDIS_HOST REDIS_HOST localhost spring-data-redis', 'REDIS_PORT REDIS_PORT 6379 spring-data-redis']);
  });

  test('by the settings of their own module', () => {
    const { uses } = read({
      [`a/${main}/RedisConfig.java`]: config,
      'a/src/main/resources/application.yml': 'app:\n  redis:\n    host: ${CACHE:redis}\n',
      'b/src/main/resources/application.yml': 'app.redis.host: other\n',
    });
    expect(shown(uses).slice(0, 2)).toEqual(['APP_REDIS_HOST REDIS_CACHE_HOST - spring-data-redis', 'CACHE REDIS_CACHE_HOST redis spring-data-redis']);
    expect(uses?.[1]?.place.file).toBe('a/src/main/resources/application.yml');
  });

  test('of MicroProfile, of the Environment and of bound classes', () => {
    expect(body('String h = env.getProperty("app.redis.host", "localhost");')).toEqual(['APP_REDIS_HOST REDIS_HOST localhost']);
    expect(body('', '@ConfigProperty(name = "redis.host", defaultValue = "cache") String host;')).toEqual(['REDIS_HOST REDIS_HOST cache spring']);
    expect(
      usesOf({
        [`${main}/RedisSettings.java`]:
          '@ConfigurationProperties(prefix = "redis")\nclass RedisSettings { private String host = "cache"; private int port = 6380; private int maxIdle = 8; private String password; }',
      }),
    ).toEqual(['REDIS_HOST REDIS_HOST cache spring', 'REDIS_PORT REDIS_PORT 6380 spring']);
  });
});

test('Kotlin is read by names', () => {
  expect(
    usesOf({
      'src/main/kotlin/Redis.kt':
        '// System.getenv("REDIS_OLD_URL")\nval host = System.getenv("REDIS_HOST") ?: "localhost"\nval port = System.getenv("REDIS_PORT")?.toInt() ?: 6379\nval url = System.getenv()["REDIS_URL"]\nval x = System.getenv().getOrDefault("REDIS_PASSWORD", "p")\nval s = "System.getenv(\\"REDIS_DB\\")"\nclass A(@Value("\\${redis.host:h}") val h: String)\n',
    }),
  ).toEqual(['REDIS_HOST REDIS_HOST localhost', 'REDIS_PORT REDIS_PORT 6379', 'REDIS_URL REDIS_URL -', 'REDIS_PASSWORD REDIS_PASSWORD p', 'REDIS_HOST REDIS_HOST h spring']);
});

describe('whatever stands in a file', () => {
  test.each([
    ['deep calls', `class A { Object redis = ${'f('.repeat(50_000)}; }`],
    ['a long sum', `class A { Jedis j = new Jedis("a"${' + "b"'.repeat(50_000)}); }`],
    ['a ring', 'class A { String a = b; String b = a; Jedis j = new Jedis(a, 1); String f(String x) { return f(x); } Jedis k = new Jedis(f("a"), 1); }'],
    ['doubling', `class A { String a0 = "x"; ${Array.from({ length: 40 }, (_, index) => `String a${index + 1} = a${index} + a${index};`).join('')} Jedis j = new Jedis(a40, 1); }`],
    ['a long chain', `class A { void f() { config.useSingleServer()${'.setTimeout(1)'.repeat(20_000)}.setAddress("redis://a"); } }`],
    ['many chains', `class A { void f() { RedisURI r = x; ${'r.setHost("a");'.repeat(10_000)} } }`],
    ['open brackets', `redis ${'{('.repeat(50_000)}`],
  ])('%s: it ends soon', (_, text) => {
    const start = cpuMs();
    read({ 'A.java': text, 'A.kt': text });
    expect(cpuMs() - start).toBeLessThan(3000);
  });

  test('nothing is thrown for mutations', () => {
    const sample = `import redis.clients.jedis.*;
class A {
  static final String HOST = System.getenv().getOrDefault("REDIS_HOST", "a");
  @Value("\${redis.port:\${P:1}}") int port;
  void f(String p) { Set<String> s = new HashSet<>(); s.add("a:1"); new JedisSentinelPool("m", s, p); new JedisPool(c, HOST, port, 1, "x"); }
  Object g() { return config.useSingleServer().setAddress("redis://" + HOST + ":" + port).setPassword(h ? null : "x"); }
}`;
    const scrap = fc.oneof(
      fc.constantFrom('(', ')', '{', '}', '"', '"""', '/*', '//', 'new Jedis(', '.set', 'System.getenv("REDIS_URL")', '@Value(', '\\', '? :', '+', '->'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(600), fc.nat(30), scrap), { maxLength: 6 }), (edits) => {
        const text = edits.reduce((before, [at, length, added]) => before.slice(0, at) + added + before.slice(at + length), sample);
        for (const { place } of read({ 'A.java': text, 'A.kt': text }).uses ?? []) expect(place.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
