import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a container as it should be: volume, health check, restart policy, password, a user of its own, published on loopback',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: {
        root: null,
        never: [
          'container/no-restart-policy',
          'container/no-health-check',
          'container/runs-as-root',
          'container/mutable-image',
          'container/data-not-persisted',
          'container/memory-limit-below-maxmemory',
          'container/unhealthy',
          'auth/health-check-blind',
          'security/published-on-all-interfaces',
        ],
      },
    };
  },
});
