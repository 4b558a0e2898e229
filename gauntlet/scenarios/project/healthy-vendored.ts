import { project } from '../../harness/project.ts';

export default project({
  name: 'what others wrote and what was built says nothing',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'node_modules/x/index.js': `new (require('ioredis'))('redis://vendored.invalid');
`,
    'dist/bundle.js': `new (require('ioredis'))('redis://built.invalid');
`,
    '.venv/lib/a.py': `import redis; redis.Redis(host="venv.invalid")
`,
    'docs/compose.yml': `services:
  app:
    image: a
    environment:
      REDIS_URL: redis://docs.invalid
`,
  }),
  expect: { root: null },
});
