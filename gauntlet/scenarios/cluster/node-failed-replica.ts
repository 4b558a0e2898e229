import { eventually, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica of the cluster was killed; all slots are served',
  arrange: async (world) => {
    const { nodes, target } = await startCluster(world, { replicas: 1 });
    const replica = nodes.at(-1);
    const flagged = (isFailed: boolean) =>
      Promise.all(
        nodes
          .filter((node) => node !== replica)
          .map((node) => eventually('it is judged', async () => /slave,fail /.test(String(await node.call('CLUSTER', 'NODES'))) === isFailed)),
      );
    await replica?.stop('SIGKILL');
    await flagged(true);
    return {
      targets: [target],
      expect: { root: 'cluster/node-failed', says: [`127.0.0.1:${replica?.port}`], never: ['cluster/slots-uncovered', 'cluster/unreachable-announcement'] },
      heal: async () => {
        await replica?.start();
        await flagged(false);
      },
    };
  },
});
