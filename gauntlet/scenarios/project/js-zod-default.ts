import { project } from '../../harness/project.ts';

export default project({
  name: 'the default of the schema is another password',
  files: ({ port, wrong }) => ({
    'package.json': `{ "name": "shop", "dependencies": { "ioredis": "5.4.1", "zod": "4.0.0" } }
`,
    'src/env.ts': `import { z } from 'zod';

export const env = z.object({
  PORT: z.coerce.number().default(3000),
  REDIS_URL: z.string().default('redis://:${wrong}@127.0.0.1:${port}/0'),
}).parse(process.env);
`,
    'src/redis.ts': `import Redis from 'ioredis';
import { env } from './env.ts';

export const redis = new Redis(env.REDIS_URL);
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['src/env.ts'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
