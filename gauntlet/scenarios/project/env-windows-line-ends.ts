import { project } from '../../harness/project.ts';

export default project({
  name: 'an env file with Windows line ends names a database that does not exist',
  files: ({ port, password }) => ({
    '.env': `export REDIS_HOST="127.0.0.1"
export REDIS_PORT=${port}
export REDIS_PASSWORD=${password}
export REDIS_DB=99
`,
  }),
  expect: { root: 'config/database-out-of-range', says: ['99', '.env'] },
  mended: ({ port, password }) => ({
    '.env': `export REDIS_HOST="127.0.0.1"
export REDIS_PORT=${port}
export REDIS_PASSWORD=${password}
export REDIS_DB=3
`,
  }),
});
