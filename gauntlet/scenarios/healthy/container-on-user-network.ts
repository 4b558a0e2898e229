import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server in a container without a published port, reached by its address in a network of its own',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.podman('network', 'create', '--subnet', '10.77.3.0/24', 'shop');
    await engine.serve('redis', { options: { publish: null, network: 'shop', ip: '10.77.3.9' } });
    return {
      ...engine.seen,
      targets: [`redis://:${engine.password}@10.77.3.9:6379`],
      expect: { root: null, never: ['network/port-not-published', 'security/plaintext-across-hosts'] },
    };
  },
});
