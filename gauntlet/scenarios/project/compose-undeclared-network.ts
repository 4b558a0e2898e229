import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the cache is in a network that no file declares',
  command: 'audit',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } }, cache: { networks: '[default, backend]' } }),
  }),
  expect: { root: 'container/reference-undeclared', says: ['backend', 'docker-compose.yml'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
  }),
});
