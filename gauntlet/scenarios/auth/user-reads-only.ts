import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the user of an app that writes may read alone',
  arrange: async (world) => {
    const [password, admin] = [world.secret('app'), world.secret('admin')];
    const server = await startServer(world, { config: { requirepass: admin, user: `shop on >${password} ~* &* -@all +@read +ping +info` }, login: { password: admin } });
    const target = `redis://shop:${password}@127.0.0.1:${server.port}`;
    return {
      project: projectFolder(world),
      env: { REDIS_URL: target },
      expect: { root: 'auth/command-denied', says: [/set/, 'shop'] },
      // Declared for reading, the same user is fine.
      healed: { env: { REDIS_READ_URL: target } },
    };
  },
});
