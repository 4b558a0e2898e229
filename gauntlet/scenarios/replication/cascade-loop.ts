import { linkUp, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'two servers replicate each other, both links up: no write is possible',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const [other] = replicas;
    await primary.call('REPLICAOF', '127.0.0.1', String(other?.port));
    await linkUp(primary);
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      expect: {
        root: 'replication/cascade-loop',
        chain: ['replication/write-to-replica', 'replication/cascade-loop'],
        says: [`127.0.0.1:${primary.port}`, `127.0.0.1:${other?.port}`],
        never: ['replication/split-brain'],
      },
      heal: () => primary.call('REPLICAOF', 'NO', 'ONE'),
    };
  },
});
