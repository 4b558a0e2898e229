import { project } from '../../harness/project.ts';

export default project({
  name: 'a switch asks for TLS where the server speaks plain text',
  files: ({ port, password }) => ({
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PORT=${port}
REDIS_PASSWORD=${password}
REDIS_TLS_ENABLED=true
`,
  }),
  expect: { root: 'tls/server-is-plaintext', says: ['.env'] },
  mended: ({ port, password }) => ({
    '.env': `REDIS_HOST=127.0.0.1
REDIS_PORT=${port}
REDIS_PASSWORD=${password}
REDIS_TLS_ENABLED=false
`,
  }),
});
