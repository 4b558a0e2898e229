import { freePort, listenHttp, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server could not start: a web server holds its port',
  alone: true,
  arrange: async (world) => {
    const port = await freePort();
    const web = await listenHttp(world, undefined, { port });
    const server = await new Server(world, port, { port, ready: false }).start();
    await server.ended();
    return {
      targets: [`redis://127.0.0.1:${port}`],
      project: server.folder,
      expect: { root: 'network/port-taken', says: [`${port}`], never: ['process/crashed'] },
      heal: async () => {
        await web.close();
        await new Server(world, port, { port }).start();
      },
    };
  },
});
