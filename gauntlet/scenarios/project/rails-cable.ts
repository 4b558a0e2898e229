import { project } from '../../harness/project.ts';

export default project({
  name: 'the cable of Rails has another password',
  files: ({ port, wrong }) => ({
    Gemfile: `gem 'rails'
gem 'redis'
`,
    'config/cable.yml': `development:
  adapter: async

production:
  adapter: redis
  url: <%= ENV.fetch("CABLE_REDIS_URL") { "redis://:${wrong}@127.0.0.1:${port}/0" } %>
`,
  }),
  env: () => ({
    RAILS_ENV: `production`,
  }),
  expect: { root: 'auth/password-wrong', says: ['config/cable.yml'] },
  mendedEnv: ({ port, password }) => ({
    RAILS_ENV: `production`,
    CABLE_REDIS_URL: `redis://:${password}@127.0.0.1:${port}/0`,
  }),
});
