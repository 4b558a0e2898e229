import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'two Sentinels name different servers as the primary of the same name',
  arrange: async (world) => {
    const [one, other] = await Promise.all([startServer(world), startServer(world)]);
    const watch = (port: number) =>
      startServer(world, { sentinel: true, config: { 'sentinel monitor': `mymaster 127.0.0.1 ${port} 1`, 'sentinel down-after-milliseconds': 'mymaster 1000' } });
    const sentinels = await Promise.all([watch(one.port), watch(other.port)]);
    return {
      targets: [`sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/mymaster`],
      expect: { root: 'sentinel/disagreement', says: [`127.0.0.1:${one.port}`, `127.0.0.1:${other.port}`], never: ['replication/split-brain', 'sentinel/primary-down'] },
      heal: async () => {
        await sentinels[1]?.call('SENTINEL', 'REMOVE', 'mymaster');
        await sentinels[1]?.call('SENTINEL', 'MONITOR', 'mymaster', '127.0.0.1', String(one.port), '1');
      },
    };
  },
});
