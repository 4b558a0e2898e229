import { eventually, linkUp, namespace, projectFolder, startReplicated } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'packets between a replica and its primary on another host vanish',
  needs: ['namespaces', 'firewall'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password, 'repl-timeout': '2', 'repl-ping-replica-period': '1' }, login: { password } };
    const { primary, replicas } = await startReplicated(world, {
      primary: { ...server, through: there.exec, host: there.inside, config: { ...server.config, bind: there.inside } },
      replica: server,
    });
    const firewall = (action: '-I' | '-D') => there.run('iptables', action, 'INPUT', '-p', 'tcp', '--dport', String(primary.port), '-j', 'DROP');
    firewall('-I');
    await eventually('the link is down', async () => String(await replicas[0]?.call('INFO', 'replication')).includes('master_link_status:down'));
    return {
      project: projectFolder(world),
      env: { REDIS_READ_URL: `redis://:${password}@127.0.0.1:${replicas[0]?.port}/0` },
      expect: { root: 'replication/link-down', says: [`${there.inside}:${primary.port}`], never: ['auth/replica-credentials-missing', 'process/unresponsive'] },
      heal: async () => {
        firewall('-D');
        for (const each of replicas) await linkUp(each);
      },
    };
  },
});
