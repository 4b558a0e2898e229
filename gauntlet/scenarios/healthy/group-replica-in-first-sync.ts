import { eventually, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a primary that is written to while a new replica receives its first copy slowly',
  arrange: async (world) => {
    const primary = await startServer(world, { config: { 'rdb-key-save-delay': '300' } });
    await primary.call('DEBUG', 'POPULATE', '20000');
    const replica = await startServer(world, { config: { replicaof: `127.0.0.1 ${primary.port}` } });
    await eventually('the copy is under way', async () => /state=(send_bulk|wait_bgsave)/.test(String(await primary.call('INFO', 'replication'))));
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://127.0.0.1:${replica.port}` },
      expect: { root: null, never: ['replication/link-down', 'replication/resync-loop', 'replication/never-configured', 'latency/fork'] },
    };
  },
});
