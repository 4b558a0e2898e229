import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a password full of reserved characters, percent-encoded as it should be',
  arrange: async (world) => {
    const password = `${world.secret()}@/#?:%`;
    const server = await startServer(world, { config: { requirepass: `"${password}"` }, login: { password } });
    return { targets: [`redis://:${encodeURIComponent(password)}@127.0.0.1:${server.port}`], expect: { root: null, never: ['config/invalid-url'] } };
  },
});
