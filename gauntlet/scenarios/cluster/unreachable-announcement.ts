import { eventually, namespace, startCluster } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a node of the cluster announces an address that leads nowhere for the application',
  needs: ['namespaces'],
  arrange: async (world) => {
    const app = namespace(world);
    const inner = namespace(world);
    const password = world.secret();
    const { nodes } = await startCluster(world, { config: { bind: '0.0.0.0', requirepass: password, masterauth: password }, login: { password } });
    const [node, ...others] = nodes;
    const announce = async (address: string) => {
      await node?.call('CONFIG', 'SET', 'cluster-announce-ip', address);
      for (const other of others) await eventually('the others know', async () => String(await other.call('CLUSTER', 'NODES')).includes(`${address || '127.0.0.1'}:${node?.port}`));
    };
    for (const other of others) await other.call('CONFIG', 'SET', 'cluster-announce-ip', app.outside);
    await announce(inner.outside);
    return {
      targets: [`cluster://:${password}@${app.outside}:${others[0]?.port}`],
      through: app.exec,
      expect: { root: 'cluster/unreachable-announcement', says: [`${inner.outside}:${node?.port}`], never: ['cluster/node-failed', 'cluster/slots-uncovered'] },
      heal: () => announce(app.outside),
    };
  },
});
