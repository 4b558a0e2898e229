import { project } from '../../harness/project.ts';

export default project({
  name: 'a compose project whose published port stands in',
  files: ({ port, password }) => ({
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
    'docker-compose.test.yml': `services:
  app:
    environment:
      REDIS_URL: redis://nowhere:6379
`,
  }),
  expect: { root: null },
});
