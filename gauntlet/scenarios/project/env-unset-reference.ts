import { project } from '../../harness/project.ts';

export default project({
  name: 'the password refers to a variable that nobody sets',
  files: ({ port }) => ({
    '.env': `REDIS_URL=redis://:\${CACHE_SECRET}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'config/unset-variable', says: ['CACHE_SECRET', '.env'] },
  mended: ({ port, password }) => ({
    '.env': `CACHE_SECRET=${password}
REDIS_URL=redis://:\${CACHE_SECRET}@127.0.0.1:${port}/0
`,
  }),
});
