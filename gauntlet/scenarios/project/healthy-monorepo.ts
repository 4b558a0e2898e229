import { project } from '../../harness/project.ts';

export default project({
  name: 'two applications with env files of their own',
  files: ({ port, password }) => ({
    'apps/web/package.json': `{ "name": "web" }
`,
    'apps/web/.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'apps/worker/requirements.txt': `redis
`,
    'apps/worker/.env': `REDIS_URL=redis://:${password}@localhost:${port}/1
`,
  }),
  expect: { root: null },
});
