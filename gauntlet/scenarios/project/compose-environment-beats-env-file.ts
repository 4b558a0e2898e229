import { project } from '../../harness/project.ts';

export default project({
  name: 'environment beats env_file, and is wrong',
  files: ({ port, password, wrong }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    env_file: [app.env]
    environment:
      REDIS_URL: redis://:${wrong}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
    'app.env': `REDIS_URL=redis://:${password}@cache:6379/0
`,
  }),
  expect: { root: 'config/conflicting-sources', says: ['docker-compose.yml', 'app.env'] },
  mended: ({ port, password }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    env_file: [app.env]
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
});
