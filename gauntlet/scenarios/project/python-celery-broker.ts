import { project } from '../../harness/project.ts';

export default project({
  name: 'the broker of Celery has another password',
  config: { appendonly: 'yes' },
  files: ({ port, wrong }) => ({
    'requirements.txt': `celery
redis
`,
    'worker.py': `import os
from celery import Celery

app = Celery("shop", broker=os.environ.get("CELERY_BROKER_URL", "redis://:${wrong}@127.0.0.1:${port}/0"))
`,
  }),
  expect: { root: 'auth/password-wrong', says: ['worker.py'] },
  mended: ({ port, password }) => ({
    '.env': `CELERY_BROKER_URL=redis://:${password}@127.0.0.1:${port}/0
`,
  }),
});
