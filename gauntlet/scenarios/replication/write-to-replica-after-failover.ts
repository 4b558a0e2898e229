import { eventually, linkUp, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'Sentinel has failed over and the application still uses the address of the former primary',
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const group = await startSentinels(world, { primary: server, replica: server, lines: { 'sentinel auth-pass': `mymaster ${password}` } });
    const [replica] = group.replicas;
    await group.sentinels[0]?.call('SENTINEL', 'FAILOVER', 'mymaster');
    await eventually('the old primary follows the new one', async () => String(await group.primary.call('ROLE')).startsWith('slave'));
    await linkUp(group.primary);
    return {
      targets: [`redis://:${password}@127.0.0.1:${group.primary.port}`],
      expect: { root: 'replication/write-to-replica', says: [`127.0.0.1:${replica?.port}`], never: ['replication/split-brain', 'replication/link-down'] },
      healed: { targets: [group.target('mymaster', password)] },
    };
  },
});
