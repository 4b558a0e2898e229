import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an application that only reads, from a replica that refuses writes as it should',
  arrange: async (world) => {
    const { replicas } = await startReplicated(world);
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${replicas[0]?.port}` },
      expect: { root: null, never: ['replication/write-to-replica'] },
    };
  },
});
