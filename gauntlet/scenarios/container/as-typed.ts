import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a container as it is typed: no restart policy, no health check, no version, no user, a volume for its data',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const image = 'localhost/redis:latest';
    await engine.podman('tag', engine.image, image);
    await engine.serve('redis', { image, options: { restart: null, 'health-cmd': null, user: null } });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: null, finds: ['container/no-restart-policy', 'container/no-health-check', 'container/mutable-image', 'container/runs-as-root'] },
    };
  },
});
