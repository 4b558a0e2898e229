import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server replays a long append-only file; the app logs in with a password',
  arrange: async (world) => {
    const password = world.secret();
    const config = { requirepass: password, appendonly: 'yes', 'key-load-delay': '200', 'loading-process-events-interval-bytes': '1024' };
    const server = await startServer(world, { config, login: { password } });
    await server.call('DEBUG', 'POPULATE', '50000', 'order', '20');
    await server.call('BGREWRITEAOF');
    await eventually('the log is rewritten', async () => (await server.call('INFO', 'persistence'))?.toString().includes('aof_rewrite_in_progress:0'));
    await server.stop('SIGKILL');
    await server.start().catch(() => undefined);
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'process/loading', never: ['auth/password-wrong', 'process/unresponsive'] },
    };
  },
});
