import { eventually, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica hangs and falls behind, while its primary calls it online',
  arrange: async (world) => {
    const { primary, replicas } = await startReplicated(world);
    const [replica] = replicas;
    replica?.freeze();
    for (let key = 0; key < 8; key += 1) await primary.call('SET', `page:${key}`, 'x'.repeat(1_000_000));
    const client = await primary.client();
    const kibibytesPerSecond = async () => Number(await client.info('instantaneous_input_kbps'));
    await eventually('the writing is seen', async () => (await kibibytesPerSecond()) > 300);
    await eventually('the writing is over', async () => (await kibibytesPerSecond()) < 100);
    client.close();
    return {
      targets: [`redis://127.0.0.1:${primary.port}`],
      expect: { root: null, finds: ['replication/lagging'], never: ['replication/link-down', 'replication/resync-loop'] },
      heal: () => replica?.thaw(),
    };
  },
});
