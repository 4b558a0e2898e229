import { projectFolder, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a plain client is pointed to one node of a cluster',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world);
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://127.0.0.1:${nodes[1]?.port}/0` },
      expect: { root: 'cluster/client-not-cluster-aware', says: ['MOVED', `127.0.0.1:${nodes[0]?.port}`], never: ['cluster/slots-uncovered', 'replication/split-brain'] },
      healed: { env: { REDIS_CLUSTER_NODES: target.replace('cluster://', '') } },
    };
  },
});
