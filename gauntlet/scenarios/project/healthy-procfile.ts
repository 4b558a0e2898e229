import { project } from '../../harness/project.ts';

export default project({
  name: 'a Procfile and a unit',
  files: ({ port, password }) => ({
    Procfile: `web: REDIS_URL=redis://:${password}@127.0.0.1:${port}/0 node web.js
`,
    'deploy/shop.service': `[Service]
Environment=REDIS_URL=redis://:${password}@127.0.0.1:${port}/2
ExecStart=/usr/bin/node web.js
`,
  }),
  expect: { root: null },
});
