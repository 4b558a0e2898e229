import { namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the route to the server's network is a black hole",
  needs: ['namespaces'],
  arrange: (world) => {
    const here = namespace(world);
    here.run('ip', 'route', 'add', 'blackhole', '203.0.113.0/24');
    return { targets: ['redis://203.0.113.7:6379'], through: here.exec, expect: { root: 'network/unreachable', says: ['203.0.113.7'] } };
  },
});
