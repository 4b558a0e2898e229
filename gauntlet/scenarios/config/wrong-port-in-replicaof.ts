import { freePort, linkUp, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the replica follows a port on which nobody listens; its primary is on the next one',
  arrange: async (world) => {
    const password = world.secret();
    const login = { password };
    const config = { requirepass: password, masterauth: password };
    const primary = await startServer(world, { config, login });
    await primary.call('SET', 'greeting', 'hello');
    const wrong = await freePort();
    const replica = await startServer(world, { config: { ...config, replicaof: `127.0.0.1 ${wrong}` }, login });
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replica.port}` },
      expect: { root: 'config/wrong-port', chain: ['replication/link-down', 'config/wrong-port'], says: [`${primary.port}`, `${wrong}`] },
      heal: async () => {
        await replica.call('REPLICAOF', '127.0.0.1', String(primary.port));
        await linkUp(replica);
      },
    };
  },
});
