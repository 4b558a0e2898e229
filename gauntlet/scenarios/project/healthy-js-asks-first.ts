import { project } from '../../harness/project.ts';

export default project({
  name: 'the JavaScript code asks for its own name first, which is well; the usual one beside it leads nowhere',
  files: ({ port, password, dead }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "ioredis": "5.4.1" } }
`,
    'src/store.ts': `import Redis from 'ioredis';

export const store = new Redis(process.env.SHOP_STORE ?? process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');
`,
    '.env': `SHOP_STORE=redis://:${password}@127.0.0.1:${port}/0
REDIS_URL=redis://127.0.0.1:${dead}/0
`,
  }),
  expect: { root: null },
});
