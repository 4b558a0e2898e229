import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'a stale second compose file is a decoy',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.wrong}@cache:6379/0` } } }),
    'old/docker-compose.yml.bak': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
    'docker-compose.old.yml': `services:
  cache:
    image: redis:5
    ports: ["6379:6379"]
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['docker-compose.yml'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
  }),
});
