import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'large values are refused while small ones still fit',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '5mb' } });
    const client = await server.client();
    for (let i = 0; (await client.refusal('SET', `upload:${i}`, 'x'.repeat(100_000))) === null; i += 1);
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/full-noeviction', says: ['noeviction'] },
      heal: () => server.call('CONFIG', 'SET', 'maxmemory', '100mb'),
    };
  },
});
