import { project } from '../../harness/project.ts';

export default project({
  name: 'Redis is optional and switched off, and nothing runs at its address: nobody is hurt',
  files: ({ dead }) => ({ '.env': `REDIS_ENABLED=false\nREDIS_URL=redis://127.0.0.1:${dead}/0\n` }),
  expect: { root: null, finds: ['config/redis-disabled'] },
});
