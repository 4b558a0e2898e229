import { freePort, startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application is well, and nothing answers at the port that is declared for its metrics',
  arrange: async (world) => {
    const server = await startServer(world);
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port) });
    return {
      env: { REDIS_URL: `redis://127.0.0.1:${server.port}`, APP_URL: app.url, METRICS_PORT: String(await freePort()) },
      expect: { root: null, finds: ['app/metrics-missing'] },
    };
  },
});
