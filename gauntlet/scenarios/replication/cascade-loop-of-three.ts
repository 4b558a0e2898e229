import { projectFolder, startReplicated, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three servers replicate each other in a ring',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const last = await startServer(world, { config: { replicaof: `127.0.0.1 ${replicas[0]?.port}` } });
    await primary.call('REPLICAOF', '127.0.0.1', String(last.port));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${last.port}` },
      expect: { root: 'replication/cascade-loop', says: [primary, ...replicas, last].map(({ port }) => `127.0.0.1:${port}`), never: ['replication/split-brain'] },
    };
  },
});
