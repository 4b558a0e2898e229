import { project } from '../../harness/project.ts';

export default project({
  name: 'compose with its password in the env file',
  files: ({ port, password }) => ({
    '.env': `CACHE_PASSWORD=${password}
TAG=1.4
`,
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      - REDIS_HOST=cache
      - REDIS_PORT=6379
      - REDIS_PASSWORD=\${CACHE_PASSWORD:?set it}
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass \${CACHE_PASSWORD}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: null },
});
