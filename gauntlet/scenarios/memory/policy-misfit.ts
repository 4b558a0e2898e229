import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'jobs of a queue library under a policy that evicts anything',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes', maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' } });
    const client = await server.client();
    await client.call('HSET', 'bull:mail:meta', 'opts.maxLenEvents', '10000');
    for (let i = 1; i <= 20; i += 1) await client.call('LPUSH', 'bull:mail:wait', String(i));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'memory/policy-misfit', says: ['allkeys-lru', 'bull:mail', 'CONFIG SET maxmemory-policy noeviction'], never: ['persistence/off'] },
      heal: () => client.call('CONFIG', 'SET', 'maxmemory-policy', 'noeviction'),
    };
  },
});
