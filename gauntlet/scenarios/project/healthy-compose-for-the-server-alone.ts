import { project } from '../../harness/project.ts';

export default project({
  name: 'the application runs on the host, compose has only its server',
  files: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'compose.yaml': `services:
  cache:
    image: redis:7.2
    restart: unless-stopped
    command: redis-server --requirepass ${password}
    ports: ["127.0.0.1:${port}:6379"]
`,
  }),
  expect: { root: null },
});
