import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'localhost is ::1 and 127.0.0.1, the server listens on 127.0.0.1 alone',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world, { hosts: '::1 localhost\n127.0.0.1 localhost\n' });
    const server = await startServer(world, { through: there.exec, ready: false });
    await server.logs('Ready to accept connections');
    return { targets: [`redis://localhost:${server.port}`], through: there.exec, expect: { root: null, never: ['network/nothing-listening'] } };
  },
});
