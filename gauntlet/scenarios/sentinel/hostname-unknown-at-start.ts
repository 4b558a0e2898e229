import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel ends at its start: the name that it is to monitor does not resolve',
  arrange: async (world) => {
    const port = await freePort();
    const config = { 'sentinel resolve-hostnames': 'yes', 'sentinel monitor': 'mymaster redis-primary.invalid 6379 2' };
    const sentinel = await new Server(world, port, { port, sentinel: true, ready: false, config }).start();
    await sentinel.ended();
    return {
      targets: [`sentinel://127.0.0.1:${port}/mymaster`],
      project: sentinel.folder,
      expect: { root: 'sentinel/hostnames-not-enabled', says: ['redis-primary.invalid', sentinel.configFile], never: ['process/crashed'] },
    };
  },
});
