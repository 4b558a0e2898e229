import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "another host's server listens on its loopback only; its configuration is in the project",
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = await startServer(world, { through: there.exec, ready: false, config: { requirepass: password }, login: { password } });
    await server.logs('Ready to accept connections');
    return {
      targets: [`redis://:${password}@${there.inside}:${server.port}`],
      project: server.folder,
      expect: { root: 'network/bound-to-loopback', says: [`${there.inside}:${server.port}`], never: ['process/not-running'] },
    };
  },
});
