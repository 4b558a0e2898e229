import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the password is interpolated from a variable that nobody sets',
  files: (at) => ({
    '.env': `TAG=1.4
`,
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:\${CACHE_PASSWORD}@cache:6379/0` } } }),
  }),
  expect: { root: 'config/unset-variable', says: ['CACHE_PASSWORD'] },
  mended: ({ password }) => ({
    '.env': `CACHE_PASSWORD=${password}
`,
  }),
});
