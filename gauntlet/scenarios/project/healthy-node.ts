import { project } from '../../harness/project.ts';

export default project({
  name: 'a Node.js application whose tests and examples name other servers',
  files: ({ port, password }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "redis": "5.0.0" } }
`,
    'src/redis.ts': `import { createClient } from 'redis';

// createClient({ url: 'redis://commented.invalid' });
export const client = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });
`,
    'src/redis.test.ts': `import { createClient } from 'redis';

createClient({ url: 'redis://test.invalid:1' });
`,
    'examples/a.js': `require('ioredis')('redis://example.invalid');
`,
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'README.md': `Set \`REDIS_URL=redis://user:password@host:6379\`.
`,
  }),
  expect: { root: null },
});
