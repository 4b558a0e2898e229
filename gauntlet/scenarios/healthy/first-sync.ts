import { eventually, freePort, Server, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary that was just restarted, its replica in the first full copy',
  arrange: async (world) => {
    const primary = await startServer(world, { config: { 'repl-diskless-sync-delay': '60' } });
    await primary.call('DEBUG', 'POPULATE', '10000');
    const port = await freePort();
    await new Server(world, port, { port, config: { replicaof: `127.0.0.1 ${primary.port}` } }).start();
    const client = await primary.client();
    await eventually('the replica waits for its copy', async () => (await client.info('slave0'))?.includes('state=wait_bgsave'));
    client.close();
    return { targets: [`redis://127.0.0.1:${primary.port}`], expect: { root: null, never: ['replication/link-down', 'replication/resync-loop'] } };
  },
});
