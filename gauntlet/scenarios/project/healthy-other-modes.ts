import { project } from '../../harness/project.ts';

export default project({
  name: 'env files of modes that are not chosen',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    '.env.test': `REDIS_URL=redis://test.invalid:6379
`,
    '.env.production': `REDIS_URL=redis://your-redis-host:6379
`,
  }),
  expect: { root: null },
});
