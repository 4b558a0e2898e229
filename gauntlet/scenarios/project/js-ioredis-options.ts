import { project } from '../../harness/project.ts';

export default project({
  name: 'options of ioredis without a password',
  files: ({ port }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "ioredis": "5.4.1" } }
`,
    'lib/cache.js': `const Redis = require('ioredis');

module.exports = new Redis({
  host: process.env.REDIS_HOST || '127.0.0.1',
  port: Number(process.env.REDIS_PORT || ${port}),
});
`,
  }),
  expect: { root: 'auth/password-missing', says: ['lib/cache.js'] },
  mended: ({ port, password }) => ({
    'lib/cache.js': `const Redis = require('ioredis');

module.exports = new Redis({
  host: process.env.REDIS_HOST || '127.0.0.1',
  port: Number(process.env.REDIS_PORT || ${port}),
  password: process.env.REDIS_PASSWORD,
});
`,
    '.env': `REDIS_PASSWORD=${password}
`,
  }),
});
