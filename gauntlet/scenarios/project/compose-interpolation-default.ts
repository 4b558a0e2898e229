import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the default of an interpolation is another password',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:\${CACHE_PASSWORD:-${at.wrong}}@cache:6379/0` } } }),
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
  mended: ({ password }) => ({
    '.env': `CACHE_PASSWORD=${password}
`,
  }),
});
