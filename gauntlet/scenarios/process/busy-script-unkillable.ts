import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a script that has written runs without end',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'lua-time-limit': '100' } });
    const culprit = await server.client();
    void culprit.quietly('EVAL', "redis.call('SET', KEYS[1], 'x') while true do end", '1', 'a').catch(() => undefined);
    const client = await server.client();
    await eventually('it is busy', async () => String(await client.quietly('PING')) !== 'PONG');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'process/busy-script', says: ['UNKILLABLE', 'SHUTDOWN NOSAVE'] } };
  },
});
