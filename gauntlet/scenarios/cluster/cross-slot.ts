import { startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application sets several keys at once that live in different slots',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world);
    const client = await nodes[0]?.client();
    for (let round = 0; round < 5; round += 1) await client?.quietly('MSET', `user:${round}`, 'a', `cart:${round}`, 'b');
    client?.close();
    return {
      targets: [target],
      expect: { root: 'cluster/cross-slot', says: ['CROSSSLOT', 'MSET', `127.0.0.1:${nodes[0]?.port}`], never: ['cluster/slots-uncovered'] },
      heal: () => nodes[0]?.call('CONFIG', 'RESETSTAT'),
    };
  },
});
