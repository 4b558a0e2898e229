import { projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the host is still the template's",
  arrange: (world) => ({
    project: projectFolder(world),
    env: { REDIS_HOST: 'your-redis-instance-ip', REDIS_PORT: '6379' },
    expect: { root: 'config/placeholder-value', says: ['REDIS_HOST', 'your-redis-instance-ip'] },
  }),
});
