import { eventually, linkUp, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the replica's masterauth is not the primary's password",
  arrange: async (world) => {
    const password = world.secret();
    const login = { password };
    const primary = await startServer(world, { config: { requirepass: password }, login });
    const replica = await startServer(world, { config: { requirepass: password, masterauth: world.secret('old'), replicaof: `127.0.0.1 ${primary.port}` }, login });
    await eventually('the primary refuses the replica', () => replica.log().includes('WRONGPASS'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replica.port}` },
      expect: { root: 'auth/replica-credentials-missing', chain: ['replication/link-down', 'auth/replica-credentials-missing'], says: ['masterauth'] },
      heal: async () => {
        await replica.call('CONFIG', 'SET', 'masterauth', password);
        await linkUp(replica);
      },
    };
  },
});
