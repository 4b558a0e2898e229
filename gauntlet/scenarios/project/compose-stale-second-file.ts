import { project } from '../../harness/project.ts';

export default project({
  name: 'a stale second compose file is a decoy',
  files: ({ port, password, wrong }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:${wrong}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
    'old/docker-compose.yml.bak': `services:
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
    'docker-compose.old.yml': `services:
  cache:
    image: redis:5
    ports: ["6379:6379"]
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
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
