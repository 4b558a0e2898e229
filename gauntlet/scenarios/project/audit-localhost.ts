import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: localhost in a container',
  command: 'audit',
  files: ({ port, password }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${password}@127.0.0.1:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: 'config/localhost-in-container', says: ['docker-compose.yml'] },
  isMendedByFix: true,
});
