import { composeFile } from '../../harness/compose-file.ts';
import { project } from '../../harness/project.ts';

export default project({
  name: 'the application runs on the host, compose has only its server',
  files: (at) => ({
    '.env': `REDIS_URL=redis://:${at.password}@127.0.0.1:${at.port}/0
`,
    'compose.yaml': composeFile(at, { app: null }),
  }),
  expect: { root: null },
});
