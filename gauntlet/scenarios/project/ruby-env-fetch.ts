import { project } from '../../harness/project.ts';

export default project({
  name: 'the fallback of ENV.fetch has no password',
  files: ({ port }) => ({
    Gemfile: `gem 'redis'
`,
    'config/initializers/redis.rb': `REDIS = Redis.new(url: ENV.fetch("REDIS_URL") { "redis://127.0.0.1:${port}/1" })
`,
  }),
  expect: { root: 'auth/password-missing', says: ['config/initializers/redis.rb'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/1
`,
  }),
});
