import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the container is "healthy", as redis-cli ends with 0 when it is told NOAUTH; the application has no password either',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { 'health-cmd': 'redis-cli ping' } });
    return {
      ...engine.seen,
      targets: ['redis://127.0.0.1:6379'],
      expect: { root: 'auth/password-missing', finds: ['auth/health-check-blind'] },
      healed: { targets: [engine.url] },
    };
  },
});
