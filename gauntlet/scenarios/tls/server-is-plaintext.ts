import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app speaks TLS to a plain port, which keeps silent',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    return {
      targets: [`rediss://:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'tls/server-is-plaintext', says: [`127.0.0.1:${server.port}`], never: ['process/unresponsive'] },
      healed: { targets: [`redis://:${password}@127.0.0.1:${server.port}`] },
    };
  },
});
