import { project } from '../../harness/project.ts';

export default project({
  name: 'what is wrong for tests and for staging is no fault of the application that runs',
  files: ({ port, password, dead }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "ioredis": "5.4.1" } }
`,
    'src/store.ts': `import Redis from 'ioredis';

export const store = new Redis(process.env.REDIS_URL ?? '');
`,
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    '.env.staging': `REDIS_URL=redis://<REDIS_HOST>:6379/0
`,
    '.env.test': `REDIS_URL=redis://127.0.0.1:${dead}/0
`,
    'docker-compose.test.yml': `services:
  app:
    image: shop:1
    environment:
      REDIS_URL: redis://localhost:6379
  cache:
    image: redis:7.4
`,
    'chart/Chart.yaml': `apiVersion: v2
name: shop
version: 1.0.0
`,
    'chart/values-staging.yaml': `redis:
  url: redis://<REDIS_HOST>:6379
`,
  }),
  expect: { root: null, never: ['config/localhost-in-container', 'config/placeholder-value'] },
});
