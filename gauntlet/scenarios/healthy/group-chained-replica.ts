import { linkUp, projectFolder, startReplicated, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica that copies from a replica, as in a second data centre',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const last = await startServer(world, { config: { replicaof: `127.0.0.1 ${replicas[0]?.port}` } });
    await linkUp(last);
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://127.0.0.1:${last.port}` },
      expect: { root: null, never: ['replication/cascade-loop', 'replication/write-to-replica', 'replication/never-configured'] },
    };
  },
});
