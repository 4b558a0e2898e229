import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'this machine may not connect to the container of the cache, and the application does',
  needs: ['containers', 'firewall'],
  arrange: async (world) => {
    const { engine, application, project } = await shop(world, { publish: null });
    await application('app', ['--network=shop']);
    // What the machine itself sends to the port goes nowhere; its containers are neighbours.
    world.run('nsenter', [...engine.exec.slice(1), 'iptables', '-I', 'OUTPUT', '-p', 'tcp', '--dport', '6379', '-j', 'DROP']);
    return {
      ...engine.seen,
      project: project({}, { cache: { ports: '[]' } }),
      expect: { root: null, never: ['network/filtered', 'network/nothing-listening', 'process/not-running'] },
    };
  },
});
