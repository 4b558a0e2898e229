import { project } from '../../harness/project.ts';

export default project({
  name: 'host, port and password are put together in an f-string',
  files: ({ port, wrong }) => ({
    'requirements.txt': `redis
`,
    'config.py': `import os

HOST = os.getenv("CACHE_HOST", "127.0.0.1")
PORT = int(os.getenv("CACHE_PORT", "${port}"))
PASSWORD = os.getenv("CACHE_PASSWORD", "")
`,
    'cache.py': `import redis
from config import HOST, PASSWORD, PORT

client = redis.Redis(host=HOST, port=PORT, password=PASSWORD or None)
`,
    '.env': `CACHE_PASSWORD=${wrong}
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['.env'] },
  mended: ({ password }) => ({
    '.env': `CACHE_PASSWORD=${password}
`,
  }),
});
