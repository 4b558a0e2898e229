import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'audit: localhost in a container',
  command: 'audit',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@127.0.0.1:6379/0` } } }),
  }),
  expect: { root: 'config/localhost-in-container', says: ['docker-compose.yml'] },
  isMendedByFix: true,
});
