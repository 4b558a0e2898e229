import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'the application was given no network at all',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world);
    await application('app', ['--network=none']);
    return {
      ...engine.seen,
      project: project({ environment: { REDIS_URL: url() }, network_mode: 'none' }),
      expect: { root: 'network/not-same-network', says: ['shop-app-1', 'shop-cache-1', 'none'] },
      heal: async () => {
        project();
        await engine.remove('shop-app-1');
        await application('app', ['--network=shop']);
      },
    };
  },
});
