import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a comment in the ACL file keeps the server from starting',
  arrange: async (world) => {
    const port = await freePort();
    const file = join(world.folder, 'users.acl');
    const password = world.secret();
    const users = `user default on >${password} ~* &* +@all\n`;
    writeFileSync(file, `# users of the shop\n${users}`);
    const server = new Server(world, port, { port, ready: false, config: { aclfile: file } });
    await server.start();
    await server.ended();
    writeFileSync(join(server.folder, 'stderr.log'), server.output);
    return {
      targets: [`redis://:${password}@127.0.0.1:${port}`],
      project: server.folder,
      expect: { root: 'config/fatal-directive', says: ['users.acl'] },
      heal: async () => {
        writeFileSync(file, users);
        await new Server(world, port, { port, config: { aclfile: file }, login: { password } }).start();
      },
    };
  },
});
