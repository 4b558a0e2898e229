import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application declares the server as its queue, and nothing is saved',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('SET', 'greeting', 'hello');
    return {
      env: { QUEUE_REDIS_URL: `redis://127.0.0.1:${server.port}/0` },
      expect: { root: 'persistence/off', says: ['queue'] },
      heal: () => server.call('CONFIG', 'SET', 'appendonly', 'yes'),
    };
  },
});
