import { eventually, linkUp, projectFolder, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a promoted replica was started with --replicaof: its next restart undoes the failover',
  arrange: async (world) => {
    const group = await startSentinels(world, { replica: (primary) => ({ args: ['--replicaof', `127.0.0.1 ${primary.port}`] }) });
    const [replica] = group.replicas;
    await group.sentinels[0]?.call('SENTINEL', 'FAILOVER', 'mymaster');
    await eventually('the old primary follows the new one', async () => String(await group.primary.call('ROLE')).startsWith('slave'));
    await linkUp(group.primary);
    const command = `redis-server ${replica?.configFile} --replicaof 127.0.0.1 ${group.primary.port}`;
    return {
      targets: [group.target()],
      project: projectFolder(world, { Procfile: `replica: ${command}\n` }),
      expect: {
        root: 'replication/pinned-by-flag',
        says: ['--replicaof', 'Procfile', `127.0.0.1:${replica?.port}`, `127.0.0.1:${group.primary.port}`],
        never: ['replication/split-brain'],
      },
    };
  },
});
