import { project } from '../../harness/project.ts';

export default project({
  name: `the project's own server listens on another port`,
  isServersFolder: true,
  files: ({ password, dead }) => ({
    '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${dead}
`,
  }),
  expect: ({ port }) => ({ root: 'config/wrong-port', says: [String(port), '.env'] }),
  isMendedByFix: true,
});
