import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the service is told another password than the server wants',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.wrong}@cache:6379/0` } } }),
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
  }),
});
