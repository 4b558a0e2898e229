import { project } from '../../harness/project.ts';

export default project({
  name: 'the environment comes from another file by extends',
  files: ({ port, password, wrong }) => ({
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    extends:
      file: common.yml
      service: base
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
    'common.yml': `services:
  base:
    environment:
      REDIS_URL: redis://:${wrong}@cache:6379/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['common.yml'] },
  mended: ({ password }) => ({
    'common.yml': `services:
  base:
    environment:
      REDIS_URL: redis://:${password}@cache:6379/0
`,
  }),
});
