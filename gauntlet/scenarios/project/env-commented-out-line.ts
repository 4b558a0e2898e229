import { project } from '../../harness/project.ts';

export default project({
  name: 'the right line is commented out, the wrong one counts',
  files: ({ port, password, wrong }) => ({
    '.env': `# REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
REDIS_URL=redis://:${wrong}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['"line":2', '.env'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
