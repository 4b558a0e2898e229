import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { readSource } from './source.ts';

const uses = (text: string) => readSource('app.rb', text).uses.map(({ variable, means, fallback }) => [variable, means, fallback]);
const places = (text: string) => readSource('app.rb', text).uses.map(({ place }) => `${place.line}:${place.column}`);

describe('variables and what counts without them', () => {
  test('all ways to read one', () => {
    const local = 'redis://localhost:6379/1';
    for (const read of [`ENV.fetch('A_REDIS_URL', '${local}')`, `ENV.fetch("A_REDIS_URL") { "${local}" }`, `ENV['A_REDIS_URL'] || '${local}'`, `(ENV["A_REDIS_URL"].presence || '${local}')`,
      `ENV.fetch('A_REDIS_URL') do\n  '${local}'\nend`, `ENV['A_REDIS_URL'] ? ENV['A_REDIS_URL'] : '${local}'`, `ENV['A_REDIS_URL'] ||= '${local}'`])
      expect(uses(`Redis.new(url: ${read})`), read).toEqual([['A_REDIS_URL', 'REDIS_A_URL', local]]); // biome-ignore format: a list to read
  });
  test('several in a row, the stronger first', () => {
    expect(uses(`Redis.new(url: ENV['CACHE_URL'] || ENV["REDIS_URL"] || "redis://h:6379/0")`)).toEqual([
      ['CACHE_URL', 'REDIS_CACHE_URL', null],
      ['REDIS_URL', 'REDIS_CACHE_URL', 'redis://h:6379/0'],
    ]);
  });
  test('what credentials may hold is not known', () => {
    expect(uses(`Redis.new(url: Rails.application.credentials.redis_url || 'redis://localhost:6379')`)).toEqual([]);
    expect(uses(`Redis.new(url: Rails.application.credentials.dig(:redis, :url) || ENV['REDIS_URL'])`)).toEqual([['REDIS_URL', 'REDIS_URL', null]]);
  });
  test('through names, methods, hashes and addresses taken apart', () => {
    expect(uses(`url = ENV['REDIS_URL']\noptions = { url: url, db: 2 }\n$r = Redis.new(options.merge(password: ENV['PW']))`)).toEqual([
      ['REDIS_URL', 'REDIS_URL', null],
      [null, 'REDIS_DB', '2'],
      ['PW', 'REDIS_PASSWORD', null],
    ]);
    expect(uses(`class A\n  def redis\n    Redis.new(**options)\n  end\n  def options\n    { host: ENV.fetch('REDIS_HOST', 'a'), port: 6380 }\n  end\nend`)).toEqual([
      ['REDIS_HOST', 'REDIS_HOST', 'a'],
      [null, 'REDIS_PORT', '6380'],
    ]);
    expect(uses(`uri = URI.parse(ENV["REDISTOGO_URL"])\nREDIS = Redis.new(:host => uri.host, :port => uri.port, :password => uri.password)`)).toEqual([
      ['REDISTOGO_URL', 'REDIS_URL', null],
    ]);
  });
  test('an address that is put together', () => {
    expect(uses(`Redis.new(url: "redis://:#{ENV['PW']}@#{ENV.fetch('H', 'x')}:#{ENV['P'] || 6379}/3")`)).toEqual([
      ['H', 'REDIS_HOST', 'x'],
      ['P', 'REDIS_PORT', '6379'],
      ['PW', 'REDIS_PASSWORD', null],
      [null, 'REDIS_DB', '3'],
    ]);
    expect(uses(`Redis.new(url: 'redis://' + ENV['H'] + ':6379')`)).toEqual([
      ['H', 'REDIS_HOST', null],
      [null, 'REDIS_PORT', '6379'],
    ]);
  });
  test('places are those of values', () => {
    expect(places(`x = 1\nRedis.new(host: 'a',\n  password: ENV['PW'])\n`)).toEqual(['2:17', '3:13']);
    expect(places(`# Ünï\r\nRedis.new(url: ENV['REDIS_URL'])\r\n`)).toEqual(['2:16']);
  });
});

describe('clients', () => {
  test('redis-rb reads REDIS_URL by itself', () => {
    expect(uses(`$redis = Redis.new`)).toEqual([['REDIS_URL', 'REDIS_URL', 'redis://localhost:6379']]);
    expect(uses(`Redis.new(db: 3, timeout: 1)`)).toEqual([
      ['REDIS_URL', 'REDIS_URL', 'redis://localhost:6379'],
      [null, 'REDIS_DB', '3'],
    ]);
    expect(uses(`Redis.new(options_from_elsewhere)`)).toEqual([]);
  });
  test('Sentinels, clusters, TLS, sockets', () => {
    expect(uses(`Redis.new(url: "redis://mymaster", sentinels: [{ host: "s1", port: 26379 }, { host: 's2', port: 26379 }], role: :master)`)).toEqual([
      [null, 'REDIS_SENTINEL_NAME', 'mymaster'],
      [null, 'REDIS_SENTINELS', 's1:26379,s2:26379'],
    ]);
    expect(uses(`RedisClient.sentinel(name: 'shop', sentinels: [{ host: 's1', port: 26379 }])`)).toContainEqual([null, 'REDIS_SENTINEL_NAME', 'shop']);
    expect(uses(`Redis::Cluster.new(nodes: %w[redis://a:7000 redis://b:7000])`)).toEqual([[null, 'REDIS_CLUSTER_NODES', 'redis://a:7000,redis://b:7000']]);
    expect(uses(`Redis.new(host: 'h', ssl: true)`)).toContainEqual([null, 'REDIS_TLS', 'true']);
    expect(uses(`Redis.new(host: 'h', ssl: ENV['REDIS_SSL'] == 'true')`)).toContainEqual(['REDIS_SSL', 'REDIS_TLS', null]);
    expect(uses(`Redis.new(path: '/run/redis.sock')`)).toEqual([[null, 'REDIS_URL', 'unix:///run/redis.sock']]);
  });
  test('only Redis’ own class of that name', () => {
    expect(uses(`Flipper::Adapters::Redis.new(client)\nMyApp::Redis.new\n@store.redis.new`)).toEqual([]);
    expect(uses(`::Redis.new(url: ENV['X_URL'])`)).toEqual([['X_URL', 'REDIS_URL', null]]);
  });
  test('Sidekiq, Resque, caches, sessions, locks', () => {
    const sidekiq = `Sidekiq.configure_server do |config|\n  config.redis = { url: ENV['REDIS_URL'] }\nend\n`;
    expect(uses(sidekiq)).toEqual([['REDIS_URL', 'REDIS_QUEUE_URL', null]]);
    expect(uses(`Sidekiq.configure_server { |c| c.redis = ConnectionPool.new(size: 5) { Redis.new(url: ENV['REDIS_URL']) } }`)).toEqual([['REDIS_URL', 'REDIS_QUEUE_URL', null]]);
    expect(uses(`Sidekiq.configure_server do |config|\n  config.redis = ConnectionPool.new do\n    Redis.new(host: 'q')\n  end\nend\nRedis.new(host: 'other')`)).toEqual([
      [null, 'REDIS_QUEUE_HOST', 'q'],
      [null, 'REDIS_HOST', 'other'],
    ]);
    expect(uses(`Resque.redis = 'localhost:6379'`)).toEqual([[null, 'REDIS_QUEUE_URL', 'redis://localhost:6379']]);
    expect(uses(`config.cache_store = :redis_cache_store, { url: ENV['REDIS_URL'], expires_in: 90.minutes }`)).toEqual([['REDIS_URL', 'REDIS_CACHE_URL', null]]);
    expect(uses(`config.cache_store = [:redis_cache_store, { url: ENV['REDIS_URL'] }]`)).toEqual([['REDIS_URL', 'REDIS_CACHE_URL', null]]);
    expect(uses(`config.cache_store = :redis_store, 'redis://h:6379/0/cache', { expires_in: 1 }`)).toEqual([[null, 'REDIS_CACHE_URL', 'redis://h:6379/0/cache']]);
    expect(uses(`config.session_store :redis_store, servers: ["redis://h:6379/0/session"], key: '_shop'`)).toEqual([[null, 'REDIS_SESSION_URL', 'redis://h:6379/0/session']]);
    expect(uses(`Rails.application.config.session_store :redis_session_store, redis: { expire_after: 1, url: ENV['REDIS_URL'] }`)).toEqual([
      ['REDIS_URL', 'REDIS_SESSION_URL', null],
    ]);
    expect(uses(`use Rack::Session::Redis, redis_server: ENV['REDIS_URL']`)).toEqual([['REDIS_URL', 'REDIS_SESSION_URL', null]]);
    expect(uses(`Redlock::Client.new([ENV['REDIS_URL']])`)).toEqual([['REDIS_URL', 'REDIS_LOCK_URL', null]]);
    expect(uses(`config.cache_store = :memory_store\nconfig.session_store :cookie_store, key: 'redis'`)).toEqual([]);
  });
  test('the use that the name of its holder shows', () => {
    expect(uses(`$redis_cache = ConnectionPool::Wrapper.new { Redis.new(host: 'c') }`)).toEqual([[null, 'REDIS_CACHE_HOST', 'c']]);
  });
});

describe('by name', () => {
  test('variables and settings that are named after Redis', () => {
    expect(uses(`module Settings\n  def self.redis_url = ENV.fetch('REDIS_URL', 'redis://a:1')\nend`)).toEqual([['REDIS_URL', 'REDIS_URL', 'redis://a:1']]);
    expect(uses(`set :redis_url, ENV['FOO'] || 'redis://x:1'`)).toEqual([['FOO', 'REDIS_URL', 'redis://x:1']]);
    expect(uses(`CONFIG = { redis: { host: ENV['H'], port: 1 } }`)).toEqual([
      ['H', 'REDIS_HOST', null],
      [null, 'REDIS_PORT', '1'],
    ]);
    expect(uses(`if ENV['REDIS_ENABLED'] == 'true'\n  x\nend`)).toEqual([['REDIS_ENABLED', 'REDIS_ENABLED', null]]);
  });
  test('told once, and not where they are only asked for or set', () => {
    expect(uses(`URL = ENV['REDIS_URL']\nRedis.new(url: URL) if ENV['REDIS_URL']`)).toEqual([['REDIS_URL', 'REDIS_URL', null]]);
    expect(uses(`puts 1 if ENV['REDIS_URL']\nENV['REDIS_URL'] = 'redis://a'\n`)).toEqual([]);
  });
});

describe('what is no code', () => {
  test('comments, documents, texts', () => {
    for (const text of [
      `# Redis.new(url: 'redis://nope')`, `=begin\nRedis.new(host: 'nope')\n=end`, `x = 1\n__END__\nRedis.new(host: 'nope')`, `puts "Redis.new(host: 'nope')"`,
      `puts <<~TEXT\n  Redis.new(host: 'nope')\n  ENV['REDIS_URL']\nTEXT\n`, `%q(Redis.new(host: 'nope'))`, `/Redis.new(host: 'nope')/`, `config.action_cable.url = 'wss://redis'`,
    ]) expect(uses(text), text).toEqual([]); // biome-ignore format: a list to read
  });
  test('code goes on behind what is hard to tell apart', () => {
    const client = `\nRedis.new(host: 'h')`;
    for (const text of [`a = b / c / d`, `x = y %w`, `puts %w[a b].map { |s| s =~ /['"]/ }`, `c = ?"`, `a << b`, `s = "#{x["y"]} #{'"'}"`, `foo <<~A, <<-'B'\n  it's\nA\n  "b\n  B`, `x ? 'a' : "b"`,
      `{ 'a': 1, "b": ':' }`, `gsub(/[\\/"']/, '')`, `:"a b"`, `%r{/"/}`, `a = { b: %i[c d] }`, `\`ls\``, `x = $"`, `"a" \\\n  "b"`])
      expect(uses(text + client), text).toContainEqual([null, 'REDIS_HOST', 'h']); // biome-ignore format: a list to read
  });
  test('a quote that nothing closes is told with its place and without what it holds', () => {
    const { problems } = readSource('a.rb', `Redis.new(host: 'h')\nx = "hunter2`);
    expect(problems.map(({ place }) => place)).toEqual([{ file: 'a.rb', line: 2, column: 5 }]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

const sample = `Redis.new(url: ENV.fetch('REDIS_URL') { "redis://#{h}:6379/1" }, sentinels: [{ host: 's' }])\nSidekiq.configure_server do |c|\n  c.redis = { 'url' => <<~U, db: %w[1] }\n    redis://a\n  U\nend\n`;
describe('damaged sources', () => {
  test('never throw', () => {
    fc.assert(
      fc.property(
        fc.nat(sample.length),
        fc.nat(sample.length),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"#{', '%w(', '<<~X\n', '{', '(', "'", '=begin\n', ':', '?', '::', '||', '.')),
        (from, to, junk) => {
          const text = sample.slice(0, from) + junk + sample.slice(to);
          for (const { place } of readSource('a.rb', text).uses) expect(place.line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
        },
      ),
      { numRuns: 2_000 },
    );
  });
  test('end soon, however deep or long they are', () => {
    const start = cpuMs();
    const times = (text: string, count: number) => text.repeat(count);
    for (const text of [
      times('(', 100_000), times('"#{', 50_000), times('%w(', 50_000), times('<<~X\n', 40_000), times('a = Redis.new(', 20_000), times('Redis.new(url: ENV["REDIS_URL"] || ', 10_000),
      times('"', 99_999), times("x = 'redis' + ", 20_000), times('if a ? b : ', 20_000), `redis${times('::A', 100_000)}`, times('{ redis: ', 40_000), times('def redis\n', 20_000), times('-> { redis ', 20_000),
      `${Array.from({ length: 2_000 }, (_, index) => `a${index} = a${index + 1} + a${index + 1}\n`).join('')}Redis.new(url: a0)`, times("Redis.new(url: ENV['X'])\n", 8_000), times('ENV["REDIS_URL"]\n', 8_000),
    ]) readSource('a.rb', `${text} redis`); // biome-ignore format: a list to read
    expect(cpuMs() - start).toBeLessThan(8_000);
  });
});
