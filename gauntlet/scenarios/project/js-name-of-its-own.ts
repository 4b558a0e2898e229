import { project } from '../../harness/project.ts';

export default project({
  name: 'the code reads a name of its own, which holds another password',
  files: ({ port, wrong }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "ioredis": "5.4.1" } }
`,
    'src/store.ts': `import Redis from 'ioredis';

export const store = new Redis(process.env.SHOP_STORE || 'redis://127.0.0.1:6379');
`,
    '.env': `SHOP_STORE=redis://:${wrong}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['SHOP_STORE', '.env'] },
  mended: ({ port, password }) => ({
    '.env': `SHOP_STORE=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
