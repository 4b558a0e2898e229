import { chownSync } from 'node:fs';
import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server has a user of its own, the folder that is mounted for its data belongs to root, and the policy starts it again and again',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const data = projectFolder(world, {}, 'redis-data');
    await engine.serve('shop-redis', { options: { volume: `${data}:/data` }, ready: false });
    await engine.restarts('shop-redis', 4);
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: {
        root: 'persistence/permission-denied',
        chain: ['network/nothing-listening', 'container/restart-loop', 'persistence/permission-denied'],
        says: [data],
      },
      heal: async () => {
        chownSync(data, 999, 999);
        await engine.answers('shop-redis');
      },
    };
  },
});
