import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'extra_hosts gives the name of the cache an address at which it is not',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world, { publish: null });
    await application('app', ['--network=shop', '--add-host=cache:10.93.7.1']);
    return {
      ...engine.seen,
      project: project({ environment: { REDIS_URL: url() }, extra_hosts: '["cache:10.93.7.1"]' }, { cache: { ports: '[]' } }),
      expect: { root: 'config/conflicting-sources', chain: ['network/nothing-listening', 'config/conflicting-sources'], says: ['shop-app-1', '10.93.7.1', 'docker-compose.yml'] },
      heal: async () => {
        project({}, { cache: { ports: '[]' } });
        await engine.remove('shop-app-1');
        await application('app', ['--network=shop']);
      },
    };
  },
});
