import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'some slots of the cluster belong to nobody',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world);
    const state = (word: string) =>
      Promise.all(nodes.map((node) => eventually(`the cluster is ${word}`, async () => String(await node.call('CLUSTER', 'INFO')).includes(`cluster_state:${word}`))));
    for (const node of nodes) await node.call('CLUSTER', 'DELSLOTSRANGE', '0', '99');
    await state('fail');
    return {
      targets: [target],
      expect: { root: 'cluster/slots-uncovered', says: ['100 slots'], never: ['cluster/node-failed', 'cluster/client-not-cluster-aware'] },
      heal: async () => {
        await nodes[0]?.call('CLUSTER', 'ADDSLOTSRANGE', '0', '99');
        await state('ok');
      },
    };
  },
});
