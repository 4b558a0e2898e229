import { namespace, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'somebody made the server copy from a machine that is declared nowhere, and named its snapshot like a module',
  needs: ['namespaces'],
  arrange: async (world) => {
    // Inside a namespace without a way out, so that nothing is sent to the address.
    const there = namespace(world);
    const password = world.secret();
    const server = await startServer(world, {
      through: there.exec,
      host: there.inside,
      config: { bind: `127.0.0.1 ${there.inside}`, requirepass: password, 'enable-protected-configs': 'yes' },
      login: { password },
    });
    await server.call('CONFIG', 'SET', 'dbfilename', 'exp.so');
    await server.call('REPLICAOF', '203.0.113.9', '8989');
    return {
      project: projectFolder(world),
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      through: there.exec,
      expect: { root: 'security/compromise-signs', chain: ['replication/write-to-replica'], says: ['203.0.113.9', 'exp.so'], never: ['auth/replica-credentials-missing'] },
      heal: async () => {
        await server.call('REPLICAOF', 'NO', 'ONE');
        await server.call('CONFIG', 'SET', 'dbfilename', 'dump.rdb');
      },
    };
  },
});
