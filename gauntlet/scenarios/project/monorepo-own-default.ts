import { project } from '../../harness/project.ts';

export default project({
  name: 'one service of a monorepo falls back to a dead port',
  files: ({ port, password, dead }) => ({
    'services/api/go.mod': `module api
`,
    'services/api/.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
    'services/mail/requirements.txt': `redis
`,
    'services/mail/main.py': `import os
import redis

r = redis.Redis(host=os.getenv("REDIS_HOST", "127.0.0.1"), port=int(os.getenv("REDIS_PORT", "${dead}")))
`,
  }),
  expect: { root: 'network/nothing-listening', says: ['services/mail/main.py'] },
  mended: ({ port, password, dead }) => ({
    'services/mail/.env': `REDIS_PORT=${port}
REDIS_PASSWORD=${password}
`,
    'services/mail/main.py': `import os
import redis

r = redis.Redis(host=os.getenv("REDIS_HOST", "127.0.0.1"), port=int(os.getenv("REDIS_PORT", "${dead}")), password=os.getenv("REDIS_PASSWORD"))
`,
  }),
});
