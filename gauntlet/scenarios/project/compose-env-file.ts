import { project } from '../../harness/project.ts';

export default project({
  name: 'the env_file of the service has another password',
  files: ({ port, password, wrong }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    env_file: [config/app.env]
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
    'config/app.env': `REDIS_URL=redis://:${wrong}@cache:6379/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['config/app.env'] },
  mended: ({ password }) => ({
    'config/app.env': `REDIS_URL=redis://:${password}@cache:6379/0
`,
  }),
});
