import { freePort, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the app's port is not the one of the project's redis.conf, on which the server runs",
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const wrong = await freePort();
    const env = (port: number) => ({ REDIS_HOST: '127.0.0.1', REDIS_PORT: String(port), REDIS_PASSWORD: password });
    return {
      project: server.folder,
      env: env(wrong),
      expect: { root: 'config/wrong-port', chain: ['network/nothing-listening', 'config/wrong-port'], says: [`${server.port}`, 'REDIS_PORT'] },
      healed: { env: env(server.port) },
    };
  },
});
