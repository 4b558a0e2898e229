import { namespace, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'one name leads to two servers, and neither replicates the other',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world, { hosts: '127.0.0.1 localhost redis.test\n127.0.0.2 redis.test\n' });
    const password = world.secret();
    const start = async (address: string, port?: number) =>
      startServer(world, { ...(port && { port }), through: there.exec, ready: false, config: { bind: address, requirepass: password } });
    const first = await start('127.0.0.1');
    await start('127.0.0.2', first.port);
    return {
      targets: [`redis://:${password}@redis.test:${first.port}`],
      through: there.exec,
      expect: { root: 'replication/never-configured', says: ['127.0.0.1', '127.0.0.2', 'redis.test'], never: ['replication/split-brain'] },
    };
  },
});
