import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'background jobs of a Ruby application on a server that saves nothing',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await client.call('SADD', 'queues', 'default', 'mailers');
    for (let i = 0; i < 20; i += 1) await client.call('LPUSH', 'queue:default', JSON.stringify({ class: 'ReceiptJob', args: [i], jid: String(i), queue: 'default' }));
    await client.call('ZADD', 'retry', '1700000000', '{"class":"ReceiptJob","retry":true}');
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'persistence/off', says: ['queue'] }, heal: () => client.call('CONFIG', 'SET', 'appendonly', 'yes') };
  },
});
