import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the environment comes from another file by extends',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { extends: { file: 'common.yml', service: 'base' } } }),
    'common.yml': `services:
  base:
    environment:
      REDIS_URL: redis://:${at.wrong}@cache:6379/0
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
