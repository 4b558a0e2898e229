import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application writes to a replica; the primary stands beside it',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const project = projectFolder(world);
    return {
      project,
      env: { REDIS_URL: `redis://127.0.0.1:${replicas[0]?.port}/0` },
      expect: {
        root: 'replication/write-to-replica',
        says: [`127.0.0.1:${primary.port}`, `127.0.0.1:${replicas[0]?.port}`],
        never: ['replication/link-down', 'memory/full-noeviction'],
      },
      healed: { env: { REDIS_URL: `redis://127.0.0.1:${primary.port}/0` } },
    };
  },
});
