import { chmodSync, chownSync } from 'node:fs';
import { failsToStart, freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a snapshot was restored by root and the server may not read it',
  needs: ['users'],
  arrange: async (world) => {
    chmodSync(world.folder, 0o755);
    const server = new Server(world, await freePort(), { through: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] });
    const file = `${server.folder}/data/dump.rdb`;
    for (const each of [server.folder, `${server.folder}/data`]) chownSync(each, 65_534, 65_534);
    await server.start();
    await server.call('SET', 'greeting', 'hello');
    await server.call('SAVE');
    await failsToStart(server, () => {
      chownSync(file, 0, 0);
      chmodSync(file, 0o600);
    });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/permission-denied',
        chain: ['network/nothing-listening', 'persistence/permission-denied'],
        says: [`${server.folder}/data`],
        never: ['process/crashed', 'persistence/snapshot-corrupt'],
      },
      heal: async () => {
        chownSync(file, 65_534, 65_534);
        await server.start();
      },
    };
  },
});
