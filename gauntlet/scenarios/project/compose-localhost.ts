import { project } from '../../harness/project.ts';

export default project({
  name: 'a service in a container is told localhost',
  files: ({ port, password }) => ({
    'compose.yaml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${password}@localhost:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: 'config/localhost-in-container', says: ['compose.yaml', 'cache:6379'] },
  isMendedByFix: true,
});
