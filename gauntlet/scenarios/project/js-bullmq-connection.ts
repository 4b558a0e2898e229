import { project } from '../../harness/project.ts';

export default project({
  name: 'the queue of BullMQ connects with another password',
  config: { appendonly: 'yes' },
  files: ({ port, wrong }) => ({
    'package.json': `{ "name": "mailer", "dependencies": { "bullmq": "5.0.0" } }
`,
    'worker.mjs': `import { Worker } from 'bullmq';

new Worker('mails', async () => {}, { connection: { host: '127.0.0.1', port: ${port}, password: process.env.QUEUE_PASSWORD } });
`,
    '.env': `QUEUE_PASSWORD=${wrong}
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['.env'] },
  mended: ({ password }) => ({
    '.env': `QUEUE_PASSWORD=${password}
`,
  }),
});
