import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary of the cluster was killed and has no replica that could take over',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world);
    const [gone, ...others] = nodes;
    await gone?.stop('SIGKILL');
    const state = (word: string) =>
      Promise.all(others.map((node) => eventually(`the cluster is ${word}`, async () => String(await node.call('CLUSTER', 'INFO')).includes(`cluster_state:${word}`))));
    await state('fail');
    return {
      targets: [target],
      expect: {
        root: 'cluster/slots-uncovered',
        says: [`127.0.0.1:${gone?.port}`],
        never: ['cluster/unreachable-announcement', 'cluster/client-not-cluster-aware'],
      },
      heal: async () => {
        await gone?.start();
        await state('ok');
        await eventually('it agrees', async () => String(await gone?.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
      },
    };
  },
});
