import { project } from '../../harness/project.ts';

export default project({
  name: 'a URL that is put together in a template literal',
  files: ({ port, wrong }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "redis": "5.0.0" } }
`,
    'redis.js': `import { createClient } from 'redis';

const host = process.env.REDIS_HOST || '127.0.0.1';
const port = process.env.REDIS_PORT || '${port}';
const password = process.env.REDIS_PASSWORD;
export const client = createClient({ url: \`redis://:\${password}@\${host}:\${port}\` });
`,
    '.env': `REDIS_PASSWORD=${wrong}
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['.env'] },
  mended: ({ password }) => ({
    '.env': `REDIS_PASSWORD=${password}
`,
  }),
});
