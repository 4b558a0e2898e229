import { eventually, linkUp, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the primary lives and its only replica is dead: Sentinel has nothing to promote',
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [replica] = group.replicas;
    await replica?.stop('SIGKILL');
    const seen = (isDown: boolean) =>
      Promise.all(
        group.sentinels.map((each) => eventually('Sentinel sees it', async () => /s_down|disconnected/.test(String(await each.call('SENTINEL', 'SLAVES', 'mymaster'))) === isDown)),
      );
    await seen(true);
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/no-replica-to-promote', says: [`127.0.0.1:${group.primary.port}`, `127.0.0.1:${replica?.port}`], never: ['sentinel/primary-down'] },
      heal: async () => {
        await replica?.start();
        if (replica) await linkUp(replica);
        await seen(false);
      },
    };
  },
});
