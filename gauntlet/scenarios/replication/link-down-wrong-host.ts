import { eventually, namespace, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a replica is told to follow a host that has no server',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const replica = await startServer(world, { config: { replicaof: `${there.inside} 6379`, requirepass: password, masterauth: password }, login: { password } });
    await eventually('it has tried', () => /Error condition on socket|Connection refused/.test(replica.log()));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replica.port}/0` },
      expect: { root: 'replication/link-down', says: [`${there.inside}:6379`], never: ['auth/replica-credentials-missing', 'replication/sync-in-progress'] },
    };
  },
});
