import { listen, strangers } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'MySQL greets on the port',
  alone: true,
  arrange: async (world) => {
    const { port } = await listen(world, strangers.mysql);
    return { targets: [`redis://:${world.secret()}@127.0.0.1:${port}/1`], expect: { root: 'network/not-redis', says: ['MySQL'], never: ['auth/password-wrong'] } };
  },
});
