import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'an override file beats the right password',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
    'docker-compose.override.yml': `services:
  app:
    environment:
      REDIS_URL: redis://:${at.wrong}@cache:6379/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.override.yml'] },
  mended: () => ({
    'docker-compose.override.yml': null,
  }),
});
