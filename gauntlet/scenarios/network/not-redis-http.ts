import { listenHttp } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a web server answers on the port',
  alone: true,
  arrange: async (world) => {
    const { port } = await listenHttp(world);
    return { targets: [`redis://127.0.0.1:${port}`], expect: { root: 'network/not-redis', says: ['HTTP', `127.0.0.1:${port}`] } };
  },
});
