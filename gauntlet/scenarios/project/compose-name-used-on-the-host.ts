import { project } from '../../harness/project.ts';

export default project({
  name: 'an application on the host is told the name of a service',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@cache:6379/0
`,
    'docker-compose.yml': `services:
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
    'package.json': `{ "name": "shop", "dependencies": { "redis": "5.0.0" } }
`,
    'index.js': `import { createClient } from 'redis';

createClient({ url: process.env.REDIS_URL });
`,
  }),
  expect: { root: 'config/service-name-outside-network', says: ['cache', '.env'] },
  isMendedByFix: true,
});
