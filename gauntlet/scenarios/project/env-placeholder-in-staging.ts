import { project } from '../../harness/project.ts';

export default project({
  name: 'the start-up in staging dies on a placeholder of the template',
  files: () => ({
    '.env.staging': `REDIS_HOST=your-redis-instance-ip
REDIS_PORT=6379
`,
    '.env.example': `REDIS_HOST=your-redis-instance-ip
`,
  }),
  env: () => ({
    APP_ENV: `staging`,
  }),
  expect: { root: 'config/placeholder-value', says: ['.env.staging', 'your-redis-instance-ip'] },
  mended: ({ port, password }) => ({
    '.env.staging': `REDIS_HOST=127.0.0.1
REDIS_PORT=${port}
REDIS_PASSWORD=${password}
`,
  }),
});
