import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: "the application comes by the engine's name of the host to a port that is published on the host's loopback alone",
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, application, project, url } = await shop(world);
    const gateway = '--add-host=host.docker.internal:10.93.7.1';
    await application('app', ['--network=shop', gateway], url('host.docker.internal'));
    return {
      ...engine.seen,
      project: project({ environment: { REDIS_URL: url('host.docker.internal') }, extra_hosts: '["host.docker.internal:host-gateway"]' }),
      expect: { root: 'network/bound-to-loopback', chain: ['network/nothing-listening', 'network/bound-to-loopback'], says: ['10.93.7.1', '127.0.0.1'] },
      heal: async () => {
        await engine.remove('shop-app-1');
        await application('app', ['--network=shop']);
        project();
      },
    };
  },
});
