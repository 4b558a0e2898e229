import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a queue library on a server that evicts nothing and logs every second',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '100mb', 'maxmemory-policy': 'noeviction', appendonly: 'yes', appendfsync: 'everysec' } });
    const client = await server.client();
    await client.call('HSET', 'bull:mail:meta', 'opts.maxLenEvents', '10000');
    for (let i = 1; i <= 100; i += 1) {
      await client.call('HSET', `bull:mail:${i}`, 'name', 'send', 'data', '{}', 'timestamp', '1700000000000');
      await client.call('LPUSH', 'bull:mail:wait', String(i));
    }
    const worker = await server.client();
    void worker.connection.call(['BZPOPMIN', 'bull:mail:marker', '0'], { timeoutMs: 600_000 }).catch(() => undefined);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/off', 'memory/policy-misfit'] } };
  },
});
