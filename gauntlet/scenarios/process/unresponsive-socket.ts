import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a stopped server behind a unix socket',
  arrange: async (world) => {
    const path = `${world.folder}/redis.sock`;
    const server = await startServer(world, { config: { unixsocket: path } });
    server.freeze();
    return { targets: [`unix://${path}`], expect: { root: 'process/unresponsive', says: [path] }, heal: () => server.thaw() };
  },
});
