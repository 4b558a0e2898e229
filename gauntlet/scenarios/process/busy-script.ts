import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an endless Lua script blocks everybody',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'lua-time-limit': '100' } });
    const culprit = await server.client();
    void culprit.quietly('EVAL', 'while true do end', '0').catch(() => undefined);
    const client = await server.client();
    await eventually('it is busy', async () => String(await client.quietly('PING')) !== 'PONG');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/busy-script', says: ['SCRIPT KILL', 'Lua script'], never: ['process/unresponsive'] },
      heal: async () => {
        await client.call('SCRIPT', 'KILL');
        await eventually('it is free again', async () => String(await client.quietly('SLOWLOG', 'RESET')) === 'OK');
      },
    };
  },
});
