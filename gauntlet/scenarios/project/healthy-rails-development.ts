import { project } from '../../harness/project.ts';

export default project({
  name: 'A Rails application in development, whose sections for production name hosts of production',
  files: ({ port, password }) => ({
    Gemfile: 'gem "rails"\ngem "redis"\n',
    'config/cable.yml':
      'development:\n  adapter: redis\n  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>\ntest:\n  adapter: test\nproduction:\n  adapter: redis\n  url: redis://cable.prod.invalid:6379/1\n',
    'config/environments/production.rb': 'Rails.application.configure do\n  config.cache_store = :redis_cache_store, { url: "redis://cache.prod.invalid:6379/0" }\nend\n',
    'config/environments/development.rb': 'Rails.application.configure do\n  config.cache_store = :memory_store\nend\n',
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0\n`,
  }),
  expect: { root: null, never: ['network/name-not-found'] },
});
