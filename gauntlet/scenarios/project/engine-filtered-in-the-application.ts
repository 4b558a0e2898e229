import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'packets of the application to its cache vanish, those of this machine do not',
  needs: ['containers', 'firewall'],
  arrange: async (world) => {
    const { engine, application, project } = await shop(world);
    await application('app', ['--network=shop']);
    const pid = await engine.podman('inspect', '--format', '{{.State.Pid}}', 'shop-app-1');
    const firewall = (action: string) =>
      world.run('nsenter', [...engine.exec.slice(1), 'nsenter', '--target', pid, '--net', 'iptables', action, 'OUTPUT', '-p', 'tcp', '--dport', '6379', '-j', 'DROP']);
    firewall('-A');
    return {
      ...engine.seen,
      project: project(),
      expect: { root: 'network/filtered', says: ['shop-app-1'] },
      heal: () => firewall('-D'),
    };
  },
});
