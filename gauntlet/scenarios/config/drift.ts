import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a limit was set on the living server and not in its file',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' } });
    await server.call('CONFIG', 'SET', 'maxmemory', '300mb');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, finds: ['config/drift'], never: ['config/change-not-applied'] } };
  },
});
