import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a container with a memory limit, and no maxmemory',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis', { options: { memory: '128m' }, config: { maxmemory: null } });
    return { ...engine.seen, targets: [engine.url], expect: { root: 'memory/no-limit', says: ['128 MiB'], never: ['container/memory-limit-below-maxmemory'] } };
  },
});
