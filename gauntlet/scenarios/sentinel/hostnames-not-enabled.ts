import { freePort, Server, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel ends at its start: it is to monitor a name, and names are not allowed',
  arrange: async (world) => {
    const primary = await startServer(world);
    const port = await freePort();
    const monitor = { 'sentinel monitor': `mymaster redis-primary.internal ${primary.port} 2` };
    const sentinel = await new Server(world, port, { port, sentinel: true, ready: false, config: monitor }).start();
    await sentinel.ended();
    return {
      targets: [`sentinel://127.0.0.1:${port}/mymaster`],
      project: sentinel.folder,
      expect: {
        root: 'sentinel/hostnames-not-enabled',
        chain: ['network/nothing-listening', 'sentinel/hostnames-not-enabled'],
        says: ['redis-primary.internal', sentinel.configFile, 'resolve-hostnames'],
        never: ['process/crashed', 'config/fatal-directive'],
      },
    };
  },
});
