import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'beside the container that serves, two others: another Redis on another port, and one without a published port',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis');
    await engine.serve('queue', { options: { publish: '127.0.0.1:6380:6379' } });
    await engine.serve('scratch', { options: { publish: null, volume: null, restart: 'no', 'health-cmd': null } });
    return { ...engine.seen, targets: [engine.url], expect: { root: null, never: ['container/duplicate', 'container/data-not-persisted', 'container/no-restart-policy'] } };
  },
});
