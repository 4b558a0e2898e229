import { project } from '../../harness/project.ts';

export default project({
  name: 'an override file beats the right password',
  files: ({ port, password, wrong }) => ({
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
    'docker-compose.override.yml': `services:
  app:
    environment:
      REDIS_URL: redis://:${wrong}@cache:6379/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.override.yml'] },
  mended: () => ({
    'docker-compose.override.yml': null,
  }),
});
