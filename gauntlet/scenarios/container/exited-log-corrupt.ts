import { readFileSync, writeFileSync } from 'node:fs';
import { overwrite, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file in the volume is damaged, and the container ends at its start',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('shop-redis', { options: { restart: 'no' } });
    for (let i = 0; i < 20; i += 1) await engine.cli('shop-redis', 'SET', `order:${i}`, 'x'.repeat(50));
    await engine.podman('stop', '--time', '2', 'shop-redis');
    const log = `${await engine.podman('volume', 'inspect', '--format', '{{.Mountpoint}}', 'shop-redis-data')}/appendonlydir/appendonly.aof.1.incr.aof`;
    const whole = readFileSync(log);
    overwrite(log, whole.indexOf('*3', 300), '~~');
    await engine.podman('start', 'shop-redis');
    await engine.becomes('shop-redis', 'exited');
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: {
        root: 'persistence/log-corrupt',
        chain: ['network/nothing-listening', 'container/exited', 'persistence/log-corrupt'],
        says: ['appendonly.aof.1.incr.aof'],
      },
      heal: async () => {
        writeFileSync(log, whole);
        await engine.podman('start', 'shop-redis');
        await engine.answers('shop-redis');
      },
    };
  },
});
