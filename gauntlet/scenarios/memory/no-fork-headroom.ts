import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data fills its container so far that the copy of a snapshot has no room',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const options = { memory: '124m', 'memory-swap': '124m' };
    await engine.serve('redis', { options, config: { maxmemory: '110mb', 'enable-debug-command': 'yes', appendfsync: 'no' } });
    await engine.cli('redis', 'DEBUG', 'POPULATE', '90000', 'page', '1000');
    return { ...engine.seen, targets: [engine.url], expect: { root: null, finds: ['memory/no-fork-headroom'] } };
  },
});
