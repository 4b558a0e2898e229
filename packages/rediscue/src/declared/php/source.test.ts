import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { readSource } from './source.ts';

const uses = (text: string) => readSource('app.php', `<?php\n${text}`).uses.map(({ variable, means, fallback }) => [variable, means, fallback]);

describe('variables and what counts without them', () => {
  test('all ways to read one', () => {
    const local = 'redis://localhost:6379/1';
    for (const read of [`getenv('A_REDIS_URL') ?: '${local}'`, `$_ENV['A_REDIS_URL'] ?? "${local}"`, `$_SERVER["A_REDIS_URL"] ?? '${local}'`, `env('A_REDIS_URL', '${local}')`, `(string) (getenv("A_REDIS_URL") ?: '${local}')`,
      `getenv('A_REDIS_URL') !== false ? getenv('A_REDIS_URL') : '${local}'`, `isset($_ENV['A_REDIS_URL']) ? $_ENV['A_REDIS_URL'] : '${local}'`, `\\getenv('A_REDIS_URL') ?: '${local}'`])
      expect(uses(`new \\Predis\\Client(${read});`), read).toEqual([['A_REDIS_URL', 'REDIS_A_URL', local]]); // biome-ignore format: a list to read
  });
  test('several in a row', () => {
    expect(uses(`new Predis\\Client(env('CACHE_URL', env('REDIS_URL', 'redis://h')));`)).toEqual([
      ['CACHE_URL', 'REDIS_CACHE_URL', null],
      ['REDIS_URL', 'REDIS_CACHE_URL', 'redis://h'],
    ]);
  });
  test('through names, constants, members, functions and addresses taken apart', () => {
    expect(uses(`$host = getenv('REDIS_HOST') ?: 'h'; const PORT = 6380; $r = new Redis; $r->connect($host, PORT);`)).toEqual([
      ['REDIS_HOST', 'REDIS_HOST', 'h'],
      [null, 'REDIS_PORT', '6380'],
    ]);
    expect(
      uses(
        `class A { private $host = 'h'; function b() { $this->redis = new \\Redis(); $this->redis->pconnect($this->host); $this->redis->auth($this->secret()); } private function secret() { return getenv('PW'); } }`,
      ),
    ).toEqual([
      [null, 'REDIS_HOST', 'h'],
      ['PW', 'REDIS_PASSWORD', null],
    ]);
    expect(uses(`$u = parse_url(getenv('REDIS_URL')); $r = new Redis(); $r->connect($u['host'], $u['port']); $r->auth($u['pass']);`)).toEqual([['REDIS_URL', 'REDIS_URL', null]]);
  });
  test('variables of other functions are other ones', () => {
    expect(uses(`function a() { $host = 'mail'; } function b() { $host = 'redis'; $r = new Redis(); $r->connect($host); }`)).toEqual([[null, 'REDIS_HOST', 'redis']]);
  });
  test('addresses that are put together', () => {
    const parts = [
      ['H', 'REDIS_HOST', null],
      ['P', 'REDIS_PORT', '6379'],
    ];
    expect(uses(`new Predis\\Client('tcp://' . getenv('H') . ':' . (getenv('P') ?: 6379));`)).toEqual(parts);
    expect(uses(`$h = getenv('H'); $p = getenv('P') ?: 6379; new Predis\\Client("tcp://{$h}:$p");`)).toEqual(parts);
    expect(uses(`new Predis\\Client(sprintf('redis://%s:%d', getenv('H'), getenv('P') ?: 6379));`)).toEqual(parts);
  });
  test('places are those of values', () => {
    const { uses: found } = readSource('a.php', `<?php\n$r = new Redis();\n$r->connect('h',\n  getenv('REDIS_PORT') ?: 1);`);
    expect(found.map(({ place }) => `${place.line}:${place.column}`)).toEqual(['3:14', '4:27']);
  });
});

describe('clients', () => {
  test('PhpRedis', () => {
    expect(uses(`$r = new Redis(); $r->connect('tls://h', 6380); $r->auth(['u', 'p']); $r->select(2);`)).toEqual([
      [null, 'REDIS_HOST', 'h'],
      [null, 'REDIS_TLS', 'true'],
      [null, 'REDIS_PORT', '6380'],
      [null, 'REDIS_USERNAME', 'u'],
      [null, 'REDIS_PASSWORD', 'p'],
      [null, 'REDIS_DB', '2'],
    ]);
    expect(uses(`$r = new Redis(['host' => 'h', 'port' => 1, 'auth' => ['u', 'p']]);`)).toContainEqual([null, 'REDIS_USERNAME', 'u']);
    expect(uses(`$r = new Redis(); $r->connect('/run/redis.sock');`)).toEqual([[null, 'REDIS_URL', 'unix:///run/redis.sock']]);
    expect(uses(`new RedisCluster(null, ['a:7000', 'b:7001'], 1.5, 1.5, true, 'pw');`)).toEqual([
      [null, 'REDIS_CLUSTER_NODES', 'a:7000,b:7001'],
      [null, 'REDIS_PASSWORD', 'pw'],
    ]);
    expect(uses(`new RedisSentinel(['host' => 's1', 'port' => 26379]);`)).toEqual([[null, 'REDIS_SENTINELS', 's1:26379']]);
    expect(uses(`ini_set('session.save_handler', 'redis'); ini_set('session.save_path', 'tcp://s:6379?weight=1, tcp://t:1');`)).toEqual([
      [null, 'REDIS_SESSION_URL', 'redis://s:6379'],
    ]);
    expect(uses(`$cacheRedis = new Redis(); $cacheRedis->connect('c');`)).toEqual([[null, 'REDIS_CACHE_HOST', 'c']]);
  });
  test('Predis', () => {
    expect(uses(`use Predis\\Client; new Client(['scheme' => 'tls', 'host' => env('RH', 'h'), 'port' => 6380]);`)).toEqual([
      [null, 'REDIS_TLS', 'true'],
      ['RH', 'REDIS_HOST', 'h'],
      [null, 'REDIS_PORT', '6380'],
    ]);
    expect(uses(`new Predis\\Client(['tcp://s1:26379', 'tcp://s2:26379'], ['replication' => 'sentinel', 'service' => 'shop', 'parameters' => ['password' => 'x']]);`)).toEqual([
      [null, 'REDIS_SENTINELS', 's1:26379,s2:26379'],
      [null, 'REDIS_SENTINEL_NAME', 'shop'],
      [null, 'REDIS_PASSWORD', 'x'],
    ]);
    expect(uses(`new Predis\\Client('tcp://h:6379?database=2');`)).toEqual([[null, 'REDIS_URL', 'redis://h:6379/2']]);
    expect(uses(`new \\Predis\\Client();`)).toEqual([[null, 'REDIS_URL', 'redis://127.0.0.1:6379']]);
  });
  test('others', () => {
    expect(uses(`$c = RedisAdapter::createConnection(getenv('X') ?: 'redis://c');`)).toEqual([['X', 'REDIS_CACHE_URL', 'redis://c']]);
    expect(uses(`Resque::setBackend('q:6379');`)).toEqual([[null, 'REDIS_QUEUE_URL', 'redis://q:6379']]);
    expect(uses(`new Credis_Client('h', 6379, null, '', 3, 'pw');`)).toEqual([
      [null, 'REDIS_HOST', 'h'],
      [null, 'REDIS_PORT', '6379'],
      [null, 'REDIS_DB', '3'],
      [null, 'REDIS_PASSWORD', 'pw'],
    ]);
  });
  test('classes of the same short name are none', () => {
    expect(uses(`use App\\Cache\\Redis; use GuzzleHttp\\Client; $r = new Redis(); $r->connect('no'); new Client('redis'); new \\App\\Redis(['host' => 'no']);`)).toEqual([]);
    expect(uses(`namespace App; $r = new Redis(); $r->connect('no'); $s = new \\Redis(); $s->connect('h');`)).toEqual([[null, 'REDIS_HOST', 'h']]);
    expect(uses(`$db->connect('redis', 1); $redis->connect('unknown');`)).toEqual([]);
  });
});

describe('settings', () => {
  test('WordPress', () => {
    expect(
      uses(
        `define('WP_REDIS_HOST', getenv_docker('WORDPRESS_REDIS_HOST', 'redis'));\ndefine('WP_REDIS_PORT', 6380);\n// define('WP_REDIS_PASSWORD', 'no');\ndefine('WP_REDIS_DATABASE', 1);`,
      ),
    ).toEqual([
      ['WORDPRESS_REDIS_HOST', 'REDIS_CACHE_HOST', 'redis'],
      [null, 'REDIS_CACHE_PORT', '6380'],
      [null, 'REDIS_CACHE_DB', '1'],
    ]);
  });
  test('tables under names of Redis, or of its drivers', () => {
    expect(uses(`return ['components' => ['redis' => ['class' => 'yii\\redis\\Connection', 'hostname' => getenv('YR') ?: 'localhost', 'database' => 0]]];`)).toEqual([
      ['YR', 'REDIS_HOST', 'localhost'],
      [null, 'REDIS_DB', '0'],
    ]);
    expect(uses(`return ['Cache' => ['default' => ['className' => 'Redis', 'host' => 'c']]];`)).toEqual([[null, 'REDIS_CACHE_HOST', 'c']]);
    expect(
      uses(
        `return ['cache' => ['frontend' => ['default' => ['backend' => 'Cm_Cache_Backend_Redis', 'backend_options' => ['server' => 'm', 'port' => '1']]]], 'session' => ['save' => 'redis', 'redis' => ['host' => 's']]];`,
      ),
    ).toEqual([
      [null, 'REDIS_CACHE_HOST', 'm'],
      [null, 'REDIS_CACHE_PORT', '1'],
      [null, 'REDIS_SESSION_HOST', 's'],
    ]);
    expect(uses(`$settings['redis.connection']['host'] = 'd'; $config['redis_port'] = 1; $redisUrl = getenv('X') ?: 'redis://x';`)).toContainEqual([null, 'REDIS_HOST', 'd']);
    expect(uses(`$redisDefaults = ['host' => '127.0.0.1', 'port' => 6379];`)).toEqual([]);
    expect(uses(`$servers = explode(',', env('REDIS_SERVERS', '127.0.0.1:6379:0'));`)).toEqual([]);
    expect(uses(`$off = false; new Predis\\Client(['host' => $off, 'password' => env('PW', false)]);`)).toEqual([['PW', 'REDIS_PASSWORD', null]]);
    expect(uses(`return ['db' => ['host' => 'pg'], 'redis' => ['prefix' => 'x']];`)).toEqual([]);
  });
  test('variables by name, told once, and not where they are only asked for', () => {
    expect(uses(`return ['url' => env('REDIS_URL', 'redis://a')];`)).toEqual([['REDIS_URL', 'REDIS_URL', 'redis://a']]);
    expect(uses(`if (getenv('REDIS_HOST')) { $r = new Redis(); $r->connect(getenv('REDIS_HOST')); }`)).toEqual([['REDIS_HOST', 'REDIS_HOST', null]]);
    expect(uses(`if (getenv('REDIS_HOST')) { f(); }`)).toEqual([]);
    expect(uses(`$on = getenv('REDIS_ENABLED') === 'true';`)).toEqual([['REDIS_ENABLED', 'REDIS_ENABLED', null]]);
  });
});

test('what is no code', () => {
  for (const text of [
    `// new Redis(['host' => 'no']);`,
    `# $_ENV['REDIS_URL']`,
    `/* new Predis\\Client('no') */`,
    `$s = "new Predis\\\\Client('redis://no')";`,
    `?> new Predis\\Client('redis://no') getenv('REDIS_URL') <?php`,
  ])
    expect(uses(text), text).toEqual([]);
});

describe('damaged sources', () => {
  const sample = `<?php use Predis\\Client; $r = new Redis(); $r->connect(getenv('H') ?: "h{$x}", 6379); define('WP_REDIS_HOST', 'h'); return ['redis' => ['host' => env('A', 'b')]]; new Client(['tcp://a']); # redis`;
  test('never throw', () => {
    fc.assert(
      fc.property(
        fc.nat(sample.length),
        fc.nat(sample.length),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"{$', '<<<A\n', '[', '(', "'", '/*', '->', '::', '?>', '=>', 'new ')),
        (from, to, junk) => {
          readSource('a.php', sample.slice(0, from) + junk + sample.slice(to));
        },
      ),
      { numRuns: 1_000 },
    );
  });
  test('end soon, however deep or long they are', () => {
    const slow: string[] = [];
    const times = (text: string, count: number) => text.repeat(count);
    for (const text of [
      times('(', 100_000),
      times('[', 50_000),
      times('"{$a', 50_000),
      times('new Redis(', 20_000),
      times("getenv('REDIS_URL') ?: ", 15_000),
      times("'redis' . ", 30_000),
      times('a ? b : ', 30_000),
      times("['redis' => ", 20_000),
      times('$a["redis"]', 20_000),
      times('!', 200_000),
      times('$redis->a', 40_000),
      times("$r = new Redis(); $r->connect('h');\n", 5_000),
      times("$_ENV['REDIS_URL'];\n", 10_000),
      times('if (1) ', 40_000),
      times('function redis() {', 15_000),
      Array.from({ length: 2_000 }, (_, index) => `$a${index} = $a${index + 1} . $a${index + 1};\n`)
        .join('')
        .concat('new Predis\\Client($a0);'),
      times("$redis = ['redis' => ['host' => 'x']];\n", 6_000),
      times('/*', 50_000),
      times("'", 50_001),
      times('<<<A\n', 40_000),
    ]) {
      // biome-ignore format: a list to read
      const start = cpuMs();
      readSource('a.php', `<?php ${text} redis`);
      if (cpuMs() - start > 4_000) slow.push(`${text.slice(0, 20)} ${Math.round(cpuMs() - start)} ms`);
    }
    expect(slow).toEqual([]);
  });
});
