import { linkUp, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'reads go to a "replica" that was never made one',
  arrange: async (world) => {
    const password = world.secret();
    const options = { config: { requirepass: password, masterauth: password }, login: { password } };
    const [primary, other] = await Promise.all([startServer(world, options), startServer(world, options)]);
    await primary.call('SET', 'order:1', 'paid');
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://:${password}@127.0.0.1:${other.port}` },
      expect: { root: 'replication/never-configured', says: [`127.0.0.1:${primary.port}`, `127.0.0.1:${other.port}`], never: ['replication/split-brain'] },
      heal: async () => {
        await other.call('REPLICAOF', '127.0.0.1', String(primary.port));
        await linkUp(other);
      },
    };
  },
});
