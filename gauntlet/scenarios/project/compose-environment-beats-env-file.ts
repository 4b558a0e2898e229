import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'environment beats env_file, and is wrong',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { env_file: '[app.env]', environment: { REDIS_URL: `redis://:${at.wrong}@cache:6379/0` } } }),
    'app.env': `REDIS_URL=redis://:${at.password}@cache:6379/0
`,
  }),
  expect: { root: 'config/conflicting-sources', says: ['docker-compose.yml', 'app.env'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { env_file: '[app.env]' } }),
  }),
});
