import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'a service is told the port that is only published on the host',
  files: (at) => ({
    'compose.yaml': composeFile(at, { app: { environment: { REDIS_HOST: 'cache', REDIS_PORT: `"${at.port}"`, REDIS_PASSWORD: `${at.password}` } } }),
  }),
  expect: { root: 'config/wrong-port', says: ['compose.yaml', '6379'] },
  isMendedByFix: true,
});
