import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { type RailsEnvironment, rubyReader } from './index.ts';

const read = (texts: Record<string, string>, environment: Record<string, string> = {}) => {
  const files = filesOf({ Gemfile: '', ...texts }, environment);
  return rubyReader.read(
    files.paths.filter((path) => rubyReader.detect(path)),
    files,
  );
};
const uses = (texts: Record<string, string>, environment: Record<string, string> = {}) =>
  read(texts, environment).uses?.map(({ variable, means, fallback, environment: own }) => [variable, means, fallback, ...(own === undefined ? [] : [own])]);
const environments = (texts: Record<string, string>) => (read(texts).objects ?? []).map(({ data }) => data as RailsEnvironment);

const cable = `development:
  adapter: redis
  url: redis://localhost:6379/1

test:
  adapter: test

production:
  adapter: redis
  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>
  channel_prefix: shop_production
`;

test('which files count', () => {
  for (const path of [
    'config/cable.yml',
    'api/config/redis.yml',
    'config/initializers/sidekiq.rb',
    'config.ru',
    'Rakefile',
    'lib/tasks/x.rake',
    'config/redis.yml.erb',
    'config/settings/production.yml',
  ])
    expect(rubyReader.detect(path), path).toBe(true);
  for (const path of [
    'config/database.yml',
    'spec/redis_spec.rb',
    'test/dummy/config/cable.yml',
    'vendor/bundle/a.rb',
    'config/redis.yml.example',
    'config/cable.example.yml',
    'examples/a.rb',
    'config/deploy/production.rb',
    'config/locales/en.yml',
    'lib/generators/x/templates/redis.rb',
    'app.py',
  ])
    expect(rubyReader.detect(path), path).toBe(false);
});

describe('ActionCable', () => {
  test('each environment is told with its name, test is left out', () => {
    const { uses: found = [] } = read({ 'config/cable.yml': cable });
    const library = 'actioncable';
    expect(found).toEqual([
      {
        variable: null,
        means: 'REDIS_CABLE_URL',
        fallback: 'redis://localhost:6379/1',
        place: { file: 'config/cable.yml', line: 3, column: 8 },
        library,
        environment: 'development',
      },
      {
        variable: 'REDIS_URL',
        means: 'REDIS_CABLE_URL',
        fallback: 'redis://localhost:6379/1',
        place: { file: 'config/cable.yml', line: 10, column: 37 },
        library,
        environment: 'production',
      },
    ]);
    expect(environments({ 'config/cable.yml': cable }).map(({ environment, counts, uses: own }) => [environment, counts, own.length])).toEqual([
      ['development', false, 1],
      ['production', true, 1],
    ]);
  });
  test('other adapters are none', () => {
    expect(uses({ 'config/cable.yml': 'development:\n  adapter: async\nproduction:\n  adapter: solid_cable\n  url: redis://x\n' })).toEqual([]);
    expect(uses({ 'config/cable.yml': 'production:\n  adapter: redis\n' })).toEqual([['REDIS_URL', 'REDIS_CABLE_URL', 'redis://localhost:6379']]);
  });
});

describe('other settings', () => {
  test('sections that share one are told once', () => {
    const text = `default: &default\n  url: <%= ENV['REDIS_URL'] || 'redis://db:6379' %>\ndevelopment:\n  <<: *default\ntest:\n  <<: *default\nproduction:\n  <<: *default\n  password: <%= ENV["PW"] %>\n`;
    const found = read({ 'config/redis.yml': text });
    expect(found.uses?.map(({ variable, means, place }) => [variable, means, place.line])).toEqual([
      ['REDIS_URL', 'REDIS_URL', 2],
      ['PW', 'REDIS_PASSWORD', 9],
    ]);
    expect(found.objects?.map(({ name }) => name)).toEqual(['production']);
  });
  test('hosts, symbols as keys, uses, plain addresses', () => {
    expect(uses({ 'config/redis.yml': 'production:\n  :host: <%= ENV.fetch("REDIS_HOST", "r") %>\n  :port: 6380\n' })).toEqual([
      ['REDIS_HOST', 'REDIS_HOST', 'r'],
      [null, 'REDIS_PORT', '6380'],
    ]);
    expect(uses({ 'config/redis.yml': 'production:\n  cache:\n    url: redis://c:1\n  sessions: redis://s:1\n' })).toEqual([
      [null, 'REDIS_CACHE_URL', 'redis://c:1'],
      [null, 'REDIS_SESSION_URL', 'redis://s:1'],
    ]);
    expect(uses({ 'config/resque.yml': 'production: queue.internal:6379\ndevelopment: localhost:6379\n' })).toEqual([
      [null, 'REDIS_QUEUE_URL', 'redis://queue.internal:6379', 'production'],
      [null, 'REDIS_QUEUE_URL', 'redis://localhost:6379', 'development'],
    ]);
    expect(uses({ 'config/redis.cache.yml': 'production:\n  url: redis://c:1\n' })).toEqual([[null, 'REDIS_CACHE_URL', 'redis://c:1']]);
    expect(uses({ 'config/redis.yml': 'production:\n  url: redis://mymaster\n  sentinels:\n    - host: s1\n      port: 26379\n    - host: s2\n      port: 26379\n' })).toEqual([
      [null, 'REDIS_SENTINEL_NAME', 'mymaster'],
      [null, 'REDIS_SENTINELS', 's1:26379,s2:26379'],
    ]);
    expect(uses({ 'config/sidekiq.yml': ':concurrency: 5\n:url: <%= ENV["REDIS_URL"] %>\n:queues:\n  - default\n' })).toEqual([['REDIS_URL', 'REDIS_QUEUE_URL', null]]);
    expect(uses({ 'config/sidekiq.yml': ':concurrency: 5\n:queues:\n  - default\n' })).toEqual([]);
    expect(uses({ 'config/settings.yml': 'mail:\n  host: smtp\nredis:\n  url: redis://r:1\nredis_cache_url: <%= ENV["C"] %>\n' })).toEqual([
      [null, 'REDIS_URL', 'redis://r:1'],
      ['C', 'REDIS_CACHE_URL', null],
    ]);
  });
  test('comments, control tags and multi-line tags', () => {
    const text = `# <%= ENV['NOPE_REDIS_URL'] %>\n<% if true %>\nproduction:\n  # url: redis://nope\n  url: "<%= ENV.fetch('REDIS_URL') do\n    'redis://a:1'\n  end %>"\n<% end %>\n`;
    const found = read({ 'config/redis.yml': text });
    expect(found.uses).toMatchObject([{ variable: 'REDIS_URL', fallback: 'redis://a:1', place: { line: 6, column: 5 } }]);
    expect(found.problems).toEqual([]);
  });
  test('an address that is put together from tags', () => {
    expect(uses({ 'config/redis.yml': 'production:\n  url: redis://<%= ENV["H"] %>:<%= ENV["P"] || 1 %>/2\n' })).toEqual([
      ['H', 'REDIS_HOST', null],
      ['P', 'REDIS_PORT', '1'],
      [null, 'REDIS_DB', '2'],
    ]);
  });
  test('of other languages are none', () => {
    const files = filesOf({ 'config/redis.yml': 'production:\n  url: redis://x\n', 'composer.json': '' });
    expect(rubyReader.read(['config/redis.yml'], files).uses).toEqual([]);
  });
});

test('environments in Ruby', () => {
  const texts = {
    'config/environments/production.rb': `config.cache_store = :redis_cache_store, { url: ENV["REDIS_URL"] }`,
    'config/environments/development.rb': `config.cache_store = :redis_cache_store, { url: "redis://localhost:6379/0" }`,
    'config/environments/test.rb': `config.cache_store = :redis_cache_store, { url: "redis://test" }`,
    'config/initializers/redis.rb': `REDIS = Redis.new(url: ENV.fetch("REDIS_URL"))`,
  };
  expect(uses(texts)).toEqual([
    [null, 'REDIS_CACHE_URL', 'redis://localhost:6379/0', 'development'],
    ['REDIS_URL', 'REDIS_CACHE_URL', null, 'production'],
    ['REDIS_URL', 'REDIS_URL', null],
  ]);
  expect(environments(texts).map(({ folder, environment }) => [folder, environment])).toEqual([
    ['.', 'development'],
    ['.', 'production'],
  ]);
});

test('Sidekiq connects by itself where nothing sets its connection', () => {
  const texts = { Gemfile: `source 'x'\n# gem 'sidekiq-pro'\ngem 'sidekiq', '~> 7'\n`, 'app/jobs/a.rb': 'class A\n  include Sidekiq::Job\nend\n' };
  expect(read(texts).uses).toEqual([
    { variable: 'REDIS_URL', means: 'REDIS_QUEUE_URL', fallback: 'redis://localhost:6379', place: { file: 'Gemfile', line: 3, column: 5 }, library: 'sidekiq' },
  ]);
  expect(uses({ ...texts, 'app/jobs/a.rb': 'class A; end' })).toEqual([]);
  expect(uses({ ...texts, Gemfile: `# gem 'sidekiq'\n` })).toEqual([]);
  expect(uses({ ...texts, 'config/initializers/sidekiq.rb': `Sidekiq.configure_server { |c| c.redis = { url: ENV['Q'] } }` })).toEqual([['Q', 'REDIS_QUEUE_URL', null]]);
});

describe('damaged settings', () => {
  test('are told with their place, and the rest counts', () => {
    const { uses: found, problems } = read({ 'config/redis.yml': 'production:\n  url: redis://a:1\n  password: "hunter2\n' });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.place.line).toBeGreaterThan(1);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
    expect(found?.[0]).toMatchObject({ fallback: 'redis://a:1' });
  });
  test('never throw and end soon', () => {
    fc.assert(
      fc.property(
        fc.nat(cable.length),
        fc.nat(cable.length),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('<%=', '%>', '&a *a', '<<: *default', '[[', '{', '- ', '\uE000')),
        (from, to, junk) => {
          read({ 'config/cable.yml': cable.slice(0, from) + junk + cable.slice(to), 'config/redis.yml': junk + cable });
        },
      ),
      { numRuns: 1_000 },
    );
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 30 }, (_, index) => `${String.fromCharCode(98 + (index % 24))}${index}: &n${index + 1} [*n${index}, *n${index}, *n${index}]\n`).join('')}redis: *n30\n`;
    const start = cpuMs();
    for (const text of [
      '['.repeat(100_000),
      '- '.repeat(50_000),
      'a: '.repeat(1_000),
      bomb,
      '<%= '.repeat(50_000),
      '<%= ENV["X"] %>'.repeat(20_000),
      '&a '.repeat(20_000),
      `production:\n${'  url: redis://a\n'.repeat(20_000)}`,
      `a: &a\n  <<: *a\n`,
    ])
      read({ 'config/redis.yml': text });
    expect(cpuMs() - start).toBeLessThan(10_000);
  });
});
