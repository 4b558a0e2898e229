import { project } from '../../harness/project.ts';

export default project({
  name: 'an old endpoint in the shell beats the right file',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
  env: ({ dead }) => ({
    REDIS_URL: `redis://127.0.0.1:${dead}`,
  }),
  expect: { root: 'config/conflicting-sources', says: ['.env'] },
  mendedEnv: () => ({}),
});
