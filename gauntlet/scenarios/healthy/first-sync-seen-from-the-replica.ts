import { eventually, freePort, projectFolder, Server, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica that waits for its first full copy',
  arrange: async (world) => {
    const primary = await startServer(world, { config: { 'repl-diskless-sync-delay': '60' } });
    await primary.call('SET', 'greeting', 'hello');
    const port = await freePort();
    await new Server(world, port, { port, config: { replicaof: `127.0.0.1 ${primary.port}` } }).start();
    await eventually('the replica waits for its copy', async () => String(await primary.call('INFO', 'replication')).includes('state=wait_bgsave'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://127.0.0.1:${port}` },
      expect: { root: null, never: ['replication/link-down', 'replication/resync-loop'] },
    };
  },
});
