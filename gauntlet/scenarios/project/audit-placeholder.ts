import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: a host that was never filled in',
  command: 'audit',
  files: () => ({
    '.env': `REDIS_HOST=<REDIS_HOST>
REDIS_PORT=6379
`,
  }),
  expect: { root: 'config/placeholder-value', says: ['.env'] },
  mended: () => ({
    '.env': `REDIS_HOST=cache.internal
`,
  }),
});
