import { project } from '../../harness/project.ts';

export default project({
  name: 'Rails with a cable and a cache',
  files: ({ port, password }) => ({
    Gemfile: `gem 'rails'
gem 'redis'
`,
    'config/cable.yml': `development:
  adapter: async
test:
  adapter: test
production:
  adapter: redis
  url: <%= ENV.fetch("REDIS_URL") { "redis://localhost:6379/1" } %>
`,
    'config/environments/production.rb': `Rails.application.configure do
  config.cache_store = :redis_cache_store, { url: ENV["REDIS_URL"] }
end
`,
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: null },
});
