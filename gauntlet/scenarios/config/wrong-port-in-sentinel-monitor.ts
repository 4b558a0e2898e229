import { eventually, freePort, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Sentinels watch a port on which nobody listens; the server is on another one, as its redis.conf in the project says',
  arrange: async (world) => {
    const server = await startServer(world);
    const wrong = await freePort();
    const config = { 'sentinel monitor': `mymaster 127.0.0.1 ${wrong} 1`, 'sentinel down-after-milliseconds': 'mymaster 1000' };
    const sentinel = await startServer(world, { sentinel: true, config });
    await eventually('it is seen as down', async () => String(await sentinel.call('INFO', 'sentinel')).includes('status=odown'));
    return {
      targets: [`sentinel://127.0.0.1:${sentinel.port}/mymaster`],
      project: server.folder,
      expect: { root: 'config/wrong-port', says: [`${server.port}`, `${wrong}`] },
      heal: async () => {
        await sentinel.call('SENTINEL', 'REMOVE', 'mymaster');
        await sentinel.call('SENTINEL', 'MONITOR', 'mymaster', '127.0.0.1', String(server.port), '1');
      },
    };
  },
});
