import { projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the port was written as `undefined` by a program that had none',
  arrange: (world) => ({
    project: projectFolder(world),
    env: { REDIS_URL: 'redis://127.0.0.1:undefined' },
    expect: { root: 'config/invalid-url', says: ['REDIS_URL', 'undefined'] },
  }),
});
