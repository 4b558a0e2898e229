import { startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that was promoted by hand and has its own replica; the former primary was switched off',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world, { replicas: 2 });
    const [promoted, other] = replicas;
    await promoted?.call('REPLICAOF', 'NO', 'ONE');
    await other?.call('REPLICAOF', '127.0.0.1', String(promoted?.port));
    await primary.stop();
    return { targets: [`redis://127.0.0.1:${promoted?.port}`], expect: { root: null, never: ['replication/split-brain', 'replication/link-down', 'process/not-running'] } };
  },
});
