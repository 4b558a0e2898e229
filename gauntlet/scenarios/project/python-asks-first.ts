import { project } from '../../harness/project.ts';

export default project({
  name: 'the Python code asks for its own name first, which leads nowhere; the usual one beside it is well',
  files: ({ port, password, dead }) => ({
    'requirements.txt': `redis==5.0.8
`,
    'shop/store.py': `import os

import redis

store = redis.from_url(os.getenv('SHOP_STORE') or os.getenv('REDIS_URL'))
`,
    '.env': `SHOP_STORE=redis://127.0.0.1:${dead}/0
REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
  expect: { root: 'network/nothing-listening', says: ['.env'] },
  mended: ({ port, password }) => ({
    '.env': `SHOP_STORE=redis://:${password}@127.0.0.1:${port}/0
REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
