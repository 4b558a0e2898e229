import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the environment is a shared anchor',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, {
      app: { environment: { '<<': '*env', LOG: 'info' } },
      before: `x-env: &env
  REDIS_URL: redis://:${at.wrong}@cache:6379/0

`,
    }),
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, {
      app: { environment: { '<<': '*env', LOG: 'info' } },
      before: `x-env: &env
  REDIS_URL: redis://:${at.password}@cache:6379/0

`,
    }),
  }),
});
