import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server on another host answers everybody: bound to every address, no password, protected mode off',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const server = await startServer(world, { through: there.exec, host: there.inside, config: { bind: '0.0.0.0', 'protected-mode': 'no' } });
    const password = world.secret();
    return {
      targets: [`redis://${there.inside}:${server.port}`],
      expect: {
        root: 'security/open-to-the-world',
        says: [`${there.inside}:${server.port}`],
        never: ['network/protected-mode', 'security/weak-password', 'security/compromise-signs'],
      },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
      healed: { targets: [`redis://:${password}@${there.inside}:${server.port}`] },
    };
  },
});
