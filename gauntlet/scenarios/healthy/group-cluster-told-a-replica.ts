import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster of which the application was told two replicas alone',
  arrange: async (world) => {
    const { nodes } = await startCluster(world, { replicas: 1 });
    return {
      targets: [
        `cluster://${nodes
          .slice(-2)
          .map(({ port }) => `127.0.0.1:${port}`)
          .join(',')}`,
      ],
      expect: { root: null, never: ['replication/write-to-replica', 'cluster/slots-uncovered', 'cluster/unreachable-announcement'] },
    };
  },
});
