import { project } from '../../harness/project.ts';

export default project({
  name: 'the environment is a shared anchor',
  files: ({ port, password, wrong }) => ({
    'docker-compose.yml': `x-env: &env
  REDIS_URL: redis://:${wrong}@cache:6379/0

services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      <<: *env
      LOG: info
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
  mended: ({ port, password }) => ({
    'docker-compose.yml': `x-env: &env
  REDIS_URL: redis://:${password}@cache:6379/0

services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      <<: *env
      LOG: info
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
});
