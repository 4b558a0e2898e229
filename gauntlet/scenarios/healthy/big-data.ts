import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three hundred thousand keys',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '1gb', appendonly: 'yes', appendfsync: 'no' } });
    await server.call('DEBUG', 'POPULATE', '300000', 'order', '100');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null } };
  },
});
