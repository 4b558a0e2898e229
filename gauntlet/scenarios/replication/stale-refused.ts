import { eventually, linkUp, projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica that may not serve old data has lost its primary',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world, { replica: { config: { 'replica-serve-stale-data': 'no' } } });
    const [replica] = replicas;
    await primary.stop('SIGKILL');
    await eventually('the link is down', async () => String(await replica?.call('INFO', 'replication')).includes('master_link_status:down'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${replica?.port}/0` },
      expect: { root: 'replication/stale-refused', says: ['MASTERDOWN', `127.0.0.1:${primary.port}`], never: ['process/loading', 'replication/sync-in-progress'] },
      heal: async () => {
        await primary.start();
        for (const each of replicas) await linkUp(each);
      },
    };
  },
});
