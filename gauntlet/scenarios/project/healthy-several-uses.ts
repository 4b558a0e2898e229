import { project } from '../../harness/project.ts';

export default project({
  name: 'cache, sessions and queue in databases of their own',
  config: { appendonly: 'yes' },
  files: ({ port, password }) => ({
    '.env': `CACHE_REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
SESSION_REDIS_URL=redis://:${password}@127.0.0.1:${port}/1
REDIS_QUEUE_URL=redis://:${password}@127.0.0.1:${port}/2
`,
  }),
  expect: { root: null },
});
