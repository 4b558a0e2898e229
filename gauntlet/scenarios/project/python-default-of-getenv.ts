import { project } from '../../harness/project.ts';

export default project({
  name: 'the default in the code is another password',
  files: ({ port, wrong }) => ({
    'requirements.txt': `redis==5.0
`,
    'app/cache.py': `import os
import redis

# redis.from_url("redis://commented:1")
client = redis.from_url(os.getenv("REDIS_URL", "redis://:${wrong}@127.0.0.1:${port}/0"))
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['app/cache.py'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
