import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server in cluster mode that was never made a cluster: every command is refused',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf' } });
    return {
      targets: [`cluster://127.0.0.1:${server.port}`],
      expect: { root: 'cluster/slots-uncovered', says: ['no slot was ever assigned', '--cluster create'], never: ['cluster/client-not-cluster-aware', 'cluster/no-replica'] },
    };
  },
});
