import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the env_file of the service has another password',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { env_file: '[config/app.env]' } }),
    'config/app.env': `REDIS_URL=redis://:${at.wrong}@cache:6379/0
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['config/app.env'] },
  mended: ({ password }) => ({
    'config/app.env': `REDIS_URL=redis://:${password}@cache:6379/0
`,
  }),
});
