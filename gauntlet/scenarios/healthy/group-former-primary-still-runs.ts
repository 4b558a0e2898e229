import { startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a copy for tests that was taken by replication and cut loose: the application uses one server alone',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    await replicas[0]?.call('REPLICAOF', 'NO', 'ONE');
    return { targets: [`redis://127.0.0.1:${primary.port}`], expect: { root: null, never: ['replication/split-brain', 'replication/never-configured'] } };
  },
});
