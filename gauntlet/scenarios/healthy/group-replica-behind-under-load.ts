import { projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica for reads while its primary is written to as fast as it takes it',
  alone: true,
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const { primary, replicas } = await startReplicated(world, { primary: server, replica: server });
    const args = ['-p', String(primary.port), '-c', '10', '-d', '2000', '-n', '100000000', '-r', '10000', '-t', 'set', '-q'];
    // The password goes by the environment: an argument list is no place for it.
    world.spawn('redis-benchmark', args, { env: { ...process.env, REDISCLI_AUTH: password } });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replicas[0]?.port}` },
      expect: { root: null, never: ['replication/never-configured', 'replication/link-down', 'replication/resync-loop', 'replication/split-brain'] },
    };
  },
});
