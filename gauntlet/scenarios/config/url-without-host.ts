import { projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the URL names no host',
  arrange: (world) => ({ project: projectFolder(world), env: { REDIS_URL: `redis://:${world.secret()}@/0` }, expect: { root: 'config/invalid-url', says: ['REDIS_URL', /host/] } }),
});
