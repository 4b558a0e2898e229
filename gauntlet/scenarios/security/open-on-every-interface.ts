import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the application's own machine: no password, protected mode off, bound to every interface",
  arrange: async (world) => {
    const server = await startServer(world, { config: { bind: '*', 'protected-mode': 'no' } });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'security/open-to-the-world', says: [`127.0.0.1:${server.port}`, 'every interface'], never: ['network/protected-mode', 'security/compromise-signs'] },
      heal: () => server.call('CONFIG', 'SET', 'protected-mode', 'yes'),
    };
  },
});
