import { project } from '../../harness/project.ts';

export default project({
  name: 'the service and its cache are in different networks',
  files: ({ port, password }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${password}@cache:6379/0
    networks: [front]
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    networks: [back]
    ports: ["127.0.0.1:${port}:6379"]
networks:
  front: {}
  back: {}
`,
  }),
  expect: { root: 'network/not-same-network', says: ['front', 'back'] },
  mended: ({ port, password }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${password}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
});
