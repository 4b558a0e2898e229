import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'the application shares the network of its cache, and is rightly told localhost',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world, { publish: null });
    await application('app', ['--network=container:shop-cache-1'], url('localhost'));
    return {
      ...engine.seen,
      project: project({ environment: { REDIS_URL: url('localhost') }, network_mode: 'service:cache' }, { cache: { ports: '[]' } }),
      expect: { root: null, never: ['config/localhost-in-container'] },
    };
  },
});
