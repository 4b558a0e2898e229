import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the port is published as 6379:6379 for an application on the same machine',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis', { options: { publish: '6379:6379' } });
    return { ...engine.seen, targets: [engine.url], expect: { root: null, finds: ['security/published-on-all-interfaces'], never: ['security/open-to-the-world'] } };
  },
});
