import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: only the server has a password',
  command: 'audit',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: 'redis://cache:6379/0' } } }),
  }),
  expect: { root: 'auth/password-missing', says: ['docker-compose.yml'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
  }),
});
