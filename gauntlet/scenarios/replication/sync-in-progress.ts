import { eventually, freePort, projectFolder, Server, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a new replica that is read from is in its first full copy, and refuses reads until then',
  arrange: async (world) => {
    const primary = await startServer(world, { config: { 'repl-diskless-sync-delay': '60' } });
    await primary.call('DEBUG', 'POPULATE', '10000');
    const port = await freePort();
    await new Server(world, port, { port, config: { replicaof: `127.0.0.1 ${primary.port}`, 'replica-serve-stale-data': 'no' } }).start();
    await eventually('the primary lists it', async () => String(await primary.call('INFO', 'replication')).includes('state=wait_bgsave'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${port}` },
      expect: { root: null, finds: ['replication/sync-in-progress'], never: ['replication/link-down', 'replication/stale-refused', 'replication/resync-loop', 'process/loading'] },
    };
  },
});
