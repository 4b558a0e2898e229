import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server without a password turns away whoever is not on its own machine',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const server = await startServer(world, { through: there.exec, host: there.inside, config: { bind: [] }, ready: false });
    await server.logs('Ready to accept connections');
    const password = world.secret();
    return {
      targets: [`redis://${there.inside}:${server.port}`],
      expect: { root: 'network/protected-mode', says: [`${there.inside}:${server.port}`], never: ['security/open-to-the-world', 'auth/password-missing'] },
      heal: () => world.run('ip', [...there.exec.slice(1), 'redis-cli', '-p', String(server.port), 'CONFIG', 'SET', 'requirepass', password]),
      healed: { targets: [`redis://:${password}@${there.inside}:${server.port}`] },
    };
  },
});
