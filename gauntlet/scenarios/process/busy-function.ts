import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an endless function blocks everybody',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { 'lua-time-limit': '100', requirepass: password }, login: { password } });
    const culprit = await server.client();
    const client = await server.client();
    await client.call('FUNCTION', 'LOAD', "#!lua name=stock\nredis.register_function('recount', function() while true do end end)");
    void culprit.quietly('FCALL', 'recount', '0').catch(() => undefined);
    await eventually('it is busy', async () => String(await client.quietly('PING')) !== 'PONG');
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'process/busy-script', says: ['FUNCTION KILL'], never: ['process/unresponsive', 'auth/password-wrong'] },
      heal: async () => {
        await client.call('FUNCTION', 'KILL');
        await eventually('it is free again', async () => String(await client.quietly('SLOWLOG', 'RESET')) === 'OK');
      },
    };
  },
});
