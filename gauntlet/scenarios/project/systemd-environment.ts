import { project } from '../../harness/project.ts';

export default project({
  name: 'the unit sets another password',
  files: ({ port, wrong }) => ({
    'deploy/shop.service': `[Service]
Environment="REDIS_URL=redis://:${wrong}@127.0.0.1:${port}/0"
ExecStart=/usr/bin/node /srv/shop/index.js
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['deploy/shop.service'] },
  mended: ({ port, password }) => ({
    'deploy/shop.service': `[Service]
Environment="REDIS_URL=redis://:${password}@127.0.0.1:${port}/0"
ExecStart=/usr/bin/node /srv/shop/index.js
`,
  }),
});
