import { eventually, linkUp, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the replica has no masterauth for a primary with a password',
  arrange: async (world) => {
    const password = world.secret();
    const login = { password };
    const primary = await startServer(world, { config: { requirepass: password }, login });
    const replica = await startServer(world, { config: { requirepass: password, replicaof: `127.0.0.1 ${primary.port}` }, login });
    await eventually('the primary refuses the replica', () => replica.log().includes('NOAUTH'));
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${primary.port}`, REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replica.port}` },
      expect: { root: 'auth/replica-credentials-missing', says: [`127.0.0.1:${replica.port}`, 'masterauth'], never: ['replication/write-to-replica'] },
      heal: async () => {
        await replica.call('CONFIG', 'SET', 'masterauth', password);
        await linkUp(replica);
      },
    };
  },
});
