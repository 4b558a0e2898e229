import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'a compose project whose published port stands in',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
    'docker-compose.test.yml': `services:
  app:
    environment:
      REDIS_URL: redis://nowhere:6379
`,
  }),
  expect: { root: null },
});
