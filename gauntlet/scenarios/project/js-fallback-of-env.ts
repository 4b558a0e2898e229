import { project } from '../../harness/project.ts';

export default project({
  name: 'the fallback in the code names a dead port',
  files: ({ dead }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "redis": "5.0.0" } }
`,
    'src/redis.js': `import { createClient } from 'redis';

export const client = createClient({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:${dead}' });
`,
  }),
  expect: { root: 'network/nothing-listening', says: ['src/redis.js'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
