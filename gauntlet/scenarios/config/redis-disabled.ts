import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the off switch is set, so that the app runs without a Redis that is well',
  arrange: async (world) => {
    const server = await startServer(world);
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://127.0.0.1:${server.port}`, REDIS_ENABLED: 'false' },
      expect: { root: null, finds: ['config/redis-disabled'] },
    };
  },
});
