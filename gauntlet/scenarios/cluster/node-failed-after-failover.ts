import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary of the cluster was killed, its replica took over, nobody looked after the dead node',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world, { replicas: 1 });
    const [gone, ...others] = nodes;
    await gone?.stop('SIGKILL');
    await eventually('its replica took over', async () => String(await nodes[3]?.call('ROLE')).startsWith('master'));
    for (const node of others) await eventually('the cluster is well', async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
    return {
      targets: [target],
      expect: {
        root: 'cluster/node-failed',
        says: [`127.0.0.1:${gone?.port}`],
        never: ['cluster/slots-uncovered', 'cluster/unreachable-announcement', 'replication/split-brain'],
      },
      heal: async () => {
        await gone?.start();
        await eventually('it follows', async () => String(await gone?.call('INFO', 'replication')).includes('master_link_status:up'));
        for (const node of others) await eventually('all know it', async () => !/fail/.test(String(await node.call('CLUSTER', 'NODES'))));
      },
    };
  },
});
