import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'two services use one cache, and one of them was left in another network',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world);
    await engine.podman('network', 'create', 'old');
    await application('app', ['--network=shop']);
    await application('worker', ['--network=old']);
    return {
      ...engine.seen,
      project: project({}, { after: `  worker:\n    image: registry.example.org/shop/app:1.4\n    environment:\n      REDIS_URL: ${url()}\n` }),
      expect: { root: 'network/not-same-network', says: ['shop-worker-1 (old)', 'network connect shop shop-worker-1'] },
      heal: () => engine.podman('network', 'connect', 'shop', 'shop-worker-1'),
    };
  },
});
