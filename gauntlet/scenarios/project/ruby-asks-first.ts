import { project } from '../../harness/project.ts';

export default project({
  name: 'the Ruby code asks for its own name first, which leads nowhere; the usual one beside it is well',
  files: ({ port, password, dead }) => ({
    Gemfile: `source 'https://rubygems.org'
gem 'redis'
`,
    'lib/store.rb': `require 'redis'

STORE = Redis.new(url: ENV.fetch('SHOP_STORE') { ENV['REDIS_URL'] })
`,
    '.env': `SHOP_STORE=redis://127.0.0.1:${dead}/0
REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'network/nothing-listening', says: ['.env'] },
  mended: ({ port, password }) => ({
    '.env': `SHOP_STORE=redis://:${password}@127.0.0.1:${port}/0
REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
