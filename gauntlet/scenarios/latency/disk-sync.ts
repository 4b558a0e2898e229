import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'each write waits for a slow disk',
  needs: ['tracer'],
  arrange: async (world) => {
    // Every sync takes as long as on a disk that is far too busy.
    const slowDisk = ['strace', '-D', '-f', '-o', '/dev/null', '-e', 'trace=fdatasync', '-e', 'inject=fdatasync:delay_enter=250000'];
    const server = await startServer(world, { through: slowDisk, config: { appendonly: 'yes', appendfsync: 'always', 'latency-monitor-threshold': '100' } });
    const client = await server.client();
    for (let i = 0; i < 3; i += 1) await client.call('SET', 'order:1', String(i));
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'latency/disk-sync', says: ['appendfsync always', /took \d{3} ms/], never: ['latency/slow-command'] },
    };
  },
});
