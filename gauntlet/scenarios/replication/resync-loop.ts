import { eventually, linkUp, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the backlog and the output buffer of replicas are far too small for the writes: copy after copy begins',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world, {
      primary: { config: { 'repl-backlog-size': '16kb', 'client-output-buffer-limit': 'replica 64kb 64kb 0' } },
    });
    const client = await primary.client();
    const page = 'x'.repeat(1_000_000);
    const writing = setInterval(() => client.quietly('MSET', 'a', page, 'b', page).catch(() => undefined), 100);
    world.defer(() => {
      clearInterval(writing);
      client.close();
    });
    await eventually('copies repeat', async () => Number(await client.info('sync_full')) >= 5);
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      expect: { root: 'replication/resync-loop', says: ['output buffer', `127.0.0.1:${primary.port}`], never: ['replication/never-configured'] },
      heal: async () => {
        clearInterval(writing);
        await primary.call('CONFIG', 'SET', 'client-output-buffer-limit', 'replica 256mb 64mb 60', 'repl-backlog-size', '64mb');
        for (const replica of replicas) await linkUp(replica);
      },
    };
  },
});
