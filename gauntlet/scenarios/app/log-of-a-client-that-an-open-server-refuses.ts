import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the declaration names the default user, whom an open server takes with any password; the client sends the password alone',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world);
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password });
    await fetch(app.url);
    const log = join(world.folder, 'app.log');
    writeFileSync(log, await app.logged('called without any password'));
    return {
      targets: [`redis://default:${password}@127.0.0.1:${server.port}`],
      options: ['--log', log],
      expect: { root: 'auth/server-has-no-password', chain: ['app/endpoint-failing', 'auth/server-has-no-password'], says: ['called without any password', 'app.log:'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', password),
    };
  },
});
