import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: a server configuration with a misspelt directive',
  command: 'audit',
  files: () => ({
    'deploy/redis.conf': `port 6379
bind 127.0.0.1
maxmemroy 1gb
`,
  }),
  expect: { root: 'config/fatal-directive', says: ['deploy/redis.conf'] },
  mended: () => ({
    'deploy/redis.conf': `port 6379
bind 127.0.0.1
maxmemory 1gb
`,
  }),
});
