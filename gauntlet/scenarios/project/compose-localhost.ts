import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'a service in a container is told localhost',
  files: (at) => ({
    'compose.yaml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@localhost:6379/0` } } }),
  }),
  expect: { root: 'config/localhost-in-container', says: ['compose.yaml', 'cache:6379'] },
  isMendedByFix: true,
});
