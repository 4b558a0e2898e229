import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'a running service of compose is told localhost',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world);
    await application('app', ['--network=shop'], url('localhost'));
    return {
      ...engine.seen,
      project: project({ environment: { REDIS_URL: url('localhost') } }),
      expect: { root: 'config/localhost-in-container', chain: ['network/nothing-listening', 'config/localhost-in-container'], says: ['shop-app-1'] },
      heal: async () => {
        project();
        await engine.remove('shop-app-1');
        await application('app', ['--network=shop']);
      },
    };
  },
});
