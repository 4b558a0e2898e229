import { project } from '../../harness/project.ts';

export default project({
  name: 'A placeholder in the YAML settings of staging',
  command: 'audit',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0\n`,
    'backend/config/staging.yaml': 'redis:\n  host: your-redis-instance-ip\n  port: 6379\n',
  }),
  expect: { root: 'config/placeholder-value', says: ['backend/config/staging.yaml', '"line":2'] },
  mended: () => ({ 'backend/config/staging.yaml': 'redis:\n  host: redis.staging.internal\n  port: 6379\n' }),
});
