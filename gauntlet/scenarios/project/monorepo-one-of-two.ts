import { project } from '../../harness/project.ts';

export default project({
  name: 'of two applications one has another password',
  files: ({ port, password, wrong }) => ({
    'apps/web/package.json': `{ "name": "web" }
`,
    'apps/web/.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'apps/worker/package.json': `{ "name": "worker" }
`,
    'apps/worker/.env': `REDIS_URL=redis://:${wrong}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['apps/worker/.env'] },
  mended: ({ port, password }) => ({
    'apps/worker/.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
