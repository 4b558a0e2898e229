import { project } from '../../harness/project.ts';

export default project({
  name: 'the Procfile starts the worker with another password',
  files: ({ port, wrong }) => ({
    Procfile: `web: node web.js
worker: REDIS_URL=redis://:${wrong}@127.0.0.1:${port}/0 node worker.js
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['Procfile'] },
  mended: ({ port, password }) => ({
    Procfile: `web: node web.js
worker: REDIS_URL=redis://:${password}@127.0.0.1:${port}/0 node worker.js
`,
  }),
});
