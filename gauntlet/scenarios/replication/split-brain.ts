import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the replica for reads was promoted by hand, and the old primary is still written to',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const [replica] = replicas;
    await replica?.call('REPLICAOF', 'NO', 'ONE');
    await primary.call('SET', 'order:1', 'paid');
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://127.0.0.1:${replica?.port}` },
      expect: {
        root: 'replication/split-brain',
        says: [`127.0.0.1:${primary.port}`, `127.0.0.1:${replica?.port}`],
        never: ['replication/never-configured', 'replication/write-to-replica'],
      },
      heal: () => replica?.call('REPLICAOF', '127.0.0.1', String(primary.port)),
    };
  },
});
