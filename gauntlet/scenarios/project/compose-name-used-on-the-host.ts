import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'an application on the host is told the name of a service',
  files: (at) => ({
    '.env': `REDIS_URL=redis://:${at.password}@cache:6379/0
`,
    'docker-compose.yml': composeFile(at, { app: null }),
    'package.json': `{ "name": "shop", "dependencies": { "redis": "5.0.0" } }
`,
    'index.js': `import { createClient } from 'redis';

createClient({ url: process.env.REDIS_URL });
`,
  }),
  expect: { root: 'config/service-name-outside-network', says: ['cache', '.env'] },
  isMendedByFix: true,
});
