import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file is on, and an old snapshot of fewer keys lies beside it',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes', save: '3600 1' } });
    const client = await server.client();
    for (let i = 0; i < 100; i += 1) await client.call('SET', `order:${i}`, 'paid');
    await client.call('SAVE');
    for (let i = 0; i < 80; i += 1) await client.call('DEL', `order:${i}`);
    await server.stop('SIGKILL');
    await server.start();
    await eventually('it has loaded', async () => Number(await server.call('DBSIZE')) === 20);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/restore-shadowed', 'persistence/stale'] } };
  },
});
