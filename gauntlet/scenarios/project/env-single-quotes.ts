import { project } from '../../harness/project.ts';

export default project({
  name: 'single quotes keep the reference from being expanded',
  files: ({ port, password }) => ({
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PORT=${port}
SECRET=${password}
REDIS_PASSWORD='\${SECRET}'
`,
  }),
  expect: { root: 'config/interpolation-not-expanded', says: ['.env'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PORT=${port}
SECRET=${password}
REDIS_PASSWORD="\${SECRET}"
`,
  }),
});
