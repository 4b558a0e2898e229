import { projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the port has a digit too many',
  arrange: (world) => ({
    project: projectFolder(world),
    env: { REDIS_URL: 'redis://127.0.0.1:637900' },
    expect: { root: 'config/invalid-url', says: ['REDIS_URL', /outside 1 to 65535/] },
  }),
});
