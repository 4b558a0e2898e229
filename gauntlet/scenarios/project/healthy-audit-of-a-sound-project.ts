import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: a sound compose project',
  command: 'audit',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, {
      app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } },
      cache: { volumes: '[data:/data]', healthcheck: { test: '["CMD-SHELL", "redis-cli -e ping | grep -q PONG"]' } },
      after: `volumes:
  data: {}
`,
    }),
  }),
  expect: { root: null },
});
