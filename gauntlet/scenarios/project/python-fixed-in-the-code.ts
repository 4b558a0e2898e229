import { project } from '../../harness/project.ts';

export default project({
  name: 'host and port stand fixed in the code, and no password',
  files: ({ port }) => ({
    'setup.py': ``,
    'jobs/lock.py': `from redis import Redis

lock = Redis(host="127.0.0.1", port=${port}, db=2)
`,
  }),
  expect: { root: 'auth/password-missing', says: ['jobs/lock.py'] },
  mended: ({ port, password }) => ({
    'jobs/lock.py': `from redis import Redis

lock = Redis(host="127.0.0.1", port=${port}, db=2, password="${password}")
`,
  }),
});
