import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that was started a moment ago and has not saved yet',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1 300 100 60 10000' } });
    await server.call('SET', 'greeting', 'hello');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/stale', 'persistence/off'] } };
  },
});
