import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the machine of a Sentinel was suspended for some seconds: it is in TILT and takes no part in a failover',
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [sentinel] = group.sentinels;
    sentinel?.freeze();
    const frozenAt = performance.now();
    await eventually('long enough for TILT', () => performance.now() - frozenAt > 2500);
    sentinel?.thaw();
    await eventually('it is in TILT', async () => String(await sentinel?.call('INFO', 'sentinel')).includes('sentinel_tilt:1'));
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/tilt', says: [`127.0.0.1:${sentinel?.port}`], never: ['sentinel/primary-down', 'sentinel/quorum-unreachable', 'process/unresponsive'] },
    };
  },
});
