import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the shell that started the server allows it 200 files',
  arrange: async (world) => {
    const server = await startServer(world, { through: ['prlimit', '--nofile=200:200'] });
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'process/open-files-limit', says: ['may open 200 files', 'maxclients 10000', '168 clients'] },
    };
  },
});
