import { project } from '../../harness/project.ts';

export default project({
  name: 'the queue has another password than the cache',
  files: ({ port, password, wrong }) => ({
    '.env': `CACHE_REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
QUEUE_REDIS_URL=redis://:${wrong}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['QUEUE_REDIS_URL'] },
  mended: ({ port, password }) => ({
    '.env': `CACHE_REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
QUEUE_REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
