import { project } from '../../harness/project.ts';

export default project({
  name: 'the env file of the chosen mode still holds a placeholder',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    '.env.production': `REDIS_URL=redis://your-redis-host:6379
`,
  }),
  env: () => ({
    NODE_ENV: `production`,
  }),
  expect: { root: 'config/conflicting-sources', says: ['.env.production'] },
  mended: ({ port, password }) => ({
    '.env.production': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
