import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the server listens on 127.0.0.1 and the app uses the machine's other address",
  needs: ['namespaces'],
  arrange: async (world) => {
    const { outside } = namespace(world);
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`redis://:${password}@${outside}:${server.port}`],
      expect: { root: 'network/bound-to-loopback', says: [`${outside}:${server.port}`, '127.0.0.1'], never: ['process/not-running', 'network/filtered'] },
      heal: () => server.call('CONFIG', 'SET', 'bind', `127.0.0.1 ${outside}`),
    };
  },
});
