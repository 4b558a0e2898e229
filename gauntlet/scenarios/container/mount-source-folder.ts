import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'redis.conf was not there when the container was made: an engine puts a folder in its place, and the server runs on defaults',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const file = `${world.folder}/redis.conf`;
    // What Docker does by itself.
    mkdirSync(file);
    const options = { mount: `type=bind,source=${file},destination=/etc/redis.conf` };
    await engine.serve('shop-redis', { options, command: ['/etc/redis.conf'] });
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/mount-source-missing', chain: ['network/protected-mode', 'container/mount-source-missing'], says: [file, 'rmdir'] },
      heal: async () => {
        await engine.remove('shop-redis');
        rmdirSync(file);
        writeFileSync(file, `requirepass ${engine.password}\ndir /data\nmaxmemory 64mb\nmaxclients 900\nappendonly yes\n`);
        await engine.serve('shop-redis', { options, command: ['/etc/redis.conf'] });
      },
    };
  },
});
