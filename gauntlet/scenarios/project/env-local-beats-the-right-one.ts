import { project } from '../../harness/project.ts';

export default project({
  name: 'a forgotten .env.local beats the right .env',
  files: ({ port, password, dead }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    '.env.local': `REDIS_URL=redis://127.0.0.1:${dead}/0
`,
  }),
  expect: { root: 'config/conflicting-sources', says: ['.env.local', '.env'] },
  mended: () => ({
    '.env.local': null,
  }),
});
