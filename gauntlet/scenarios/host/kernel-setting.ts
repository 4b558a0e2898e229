import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the kernel cuts the queue of waiting connections',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    there.run('sysctl', '-w', 'net.core.somaxconn=64');
    const password = world.secret();
    const config = { bind: `127.0.0.1 ${there.inside}`, requirepass: password, 'tcp-backlog': '511' };
    const server = await startServer(world, { through: there.exec, host: there.inside, config, login: { password } });
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      through: there.exec,
      expect: { root: 'host/kernel-setting', says: ['net.core.somaxconn', '64', '511'] },
      heal: () => there.run('sysctl', '-w', 'net.core.somaxconn=1024'),
    };
  },
});
