import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'the running application was left in another network than its cache, whose port is published on the host',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project } = await shop(world);
    await engine.podman('network', 'create', 'front');
    await application('app', ['--network=front']);
    return {
      ...engine.seen,
      project: project(),
      expect: { root: 'network/not-same-network', says: ['shop-app-1 (front)', 'shop-cache-1 (shop)', 'network connect shop shop-app-1'] },
      heal: () => engine.podman('network', 'connect', 'shop', 'shop-app-1'),
    };
  },
});
