import { project } from '../../harness/project.ts';

export default project({
  name: 'a service is told the port that is only published on the host',
  files: ({ port, password }) => ({
    'compose.yaml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_HOST: cache
      REDIS_PORT: "${port}"
      REDIS_PASSWORD: ${password}
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: 'config/wrong-port', says: ['compose.yaml', '6379'] },
  isMendedByFix: true,
});
