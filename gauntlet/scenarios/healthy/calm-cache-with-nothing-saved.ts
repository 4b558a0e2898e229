import { smallDisk, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cache on a read-only data folder that is meant to save nothing',
  needs: ['mounts'],
  arrange: async (world) => {
    const disk = `${world.folder}/disk`;
    smallDisk(world, disk, 1_000_000);
    const server = await startServer(world, { config: { dir: disk, save: '""', maxmemory: '50mb', 'maxmemory-policy': 'allkeys-lru' } });
    await server.call('DEBUG', 'POPULATE', '3000', 'cache:page', '100');
    world.run('mount', ['-o', 'remount,ro', disk]);
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: null, never: ['persistence/permission-denied', 'persistence/off', 'memory/keys-without-expiry'] } };
  },
});
