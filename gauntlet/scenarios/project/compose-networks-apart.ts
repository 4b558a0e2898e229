import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the service and its cache are in different networks',
  files: (at) => ({
    'docker-compose.yml': composeFile(at, {
      app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` }, networks: '[front]' },
      cache: { networks: '[back]' },
      after: `networks:
  front: {}
  back: {}
`,
    }),
  }),
  expect: { root: 'network/not-same-network', says: ['front', 'back'] },
  mended: (at) => ({
    'docker-compose.yml': composeFile(at, { app: { environment: { REDIS_URL: `redis://:${at.password}@cache:6379/0` } } }),
  }),
});
