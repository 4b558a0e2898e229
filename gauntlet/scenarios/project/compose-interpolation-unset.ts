import { project } from '../../harness/project.ts';

export default project({
  name: 'the password is interpolated from a variable that nobody sets',
  files: ({ port, password }) => ({
    '.env': `TAG=1.4
`,
    'docker-compose.yml': `services:
  app:
    image: registry.example.org/shop/app:1.4
    environment:
      REDIS_URL: redis://:\${CACHE_PASSWORD}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: 'config/unset-variable', says: ['CACHE_PASSWORD'] },
  mended: ({ password }) => ({
    '.env': `CACHE_PASSWORD=${password}
`,
  }),
});
