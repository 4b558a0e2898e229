import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the name that a Sentinel is to monitor does not resolve',
  arrange: async (world) => {
    const config = { 'sentinel resolve-hostnames': 'yes', 'sentinel monitor': 'mymaster redis-primary.invalid 6379 2' };
    const sentinel = await startServer(world, { sentinel: true, config });
    await eventually('it has tried', () => sentinel.log().includes('Failed to resolve hostname'));
    return {
      targets: [`sentinel://127.0.0.1:${sentinel.port}/mymaster`],
      project: sentinel.folder,
      expect: { root: 'sentinel/hostnames-not-enabled', says: ['redis-primary.invalid', sentinel.configFile], never: ['process/crashed'] },
    };
  },
});
