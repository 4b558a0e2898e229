import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary with two replicas, all with the same password; writes go to one, reads to another',
  arrange: async (world) => {
    const password = world.secret();
    const config = { requirepass: password, masterauth: password };
    const { primary, replicas } = await startReplicated(world, { replicas: 2, primary: { config, login: { password } }, replica: { config, login: { password } } });
    await primary.call('SET', 'greeting', 'hello');
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${primary.port}/0`, REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replicas[0]?.port}/0` },
      expect: { root: null, never: ['replication/write-to-replica', 'replication/link-down'] },
    };
  },
});
