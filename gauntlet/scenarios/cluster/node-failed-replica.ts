import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica of the cluster was killed; all slots are served',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world, { replicas: 1 });
    const [replica, ...others] = nodes.toReversed();
    const id = String(await replica?.call('CLUSTER', 'MYID'));
    await replica?.stop('SIGKILL');
    for (const node of others) await eventually('the replica counts as failed', async () => /slave,fail /.test(String(await node.call('CLUSTER', 'NODES'))));
    return {
      targets: [target],
      expect: { root: 'cluster/node-failed', says: [`127.0.0.1:${replica?.port}`, id], never: ['cluster/slots-uncovered', 'cluster/unreachable-announcement'] },
      heal: () => Promise.all(others.map((node) => node.call('CLUSTER', 'FORGET', id))),
      healed: { targets: [`cluster://${others.map(({ port }) => `127.0.0.1:${port}`).join(',')}`] },
    };
  },
});
