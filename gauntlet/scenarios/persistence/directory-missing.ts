import { mkdirSync } from 'node:fs';
import { freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data directory of the configuration is not there, as when its volume is not mounted',
  arrange: async (world) => {
    const folder = `${world.folder}/volume/redis`;
    const server = new Server(world, await freePort(), { config: { dir: folder }, ready: false });
    await (await server.start()).ended();
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: { root: 'persistence/directory-missing', chain: ['network/nothing-listening', 'persistence/directory-missing'], says: [folder, server.configFile] },
      heal: async () => {
        mkdirSync(folder, { recursive: true });
        server.options.ready = true;
        await server.start();
      },
    };
  },
});
