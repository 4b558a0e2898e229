import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'memory is full and nothing may be evicted',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '3mb', 'maxmemory-policy': 'noeviction' } });
    const client = await server.client();
    for (let i = 0; !String((await client.quietly('SET', `cart:${i}`, 'x'.repeat(20_000))) ?? '').startsWith('[object'); i += 1);
    client.close();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/full-noeviction', says: ['noeviction', /3(\.0)? MiB/] },
      heal: () => server.call('CONFIG', 'SET', 'maxmemory', '100mb'),
    };
  },
});
