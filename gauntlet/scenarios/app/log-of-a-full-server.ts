import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'only the log of the application is at hand: its writes are refused, because the memory limit is reached',
  arrange: async (world) => {
    const server = await startServer(world, { config: { maxmemory: '3mb', 'maxmemory-policy': 'noeviction' } });
    const client = await server.client();
    for (let i = 0; i < 4000; i += 1) if (String(await client.quietly('SET', `order:${i}`, 'x'.repeat(1000)).catch(String)).includes('OOM')) break;
    // The filler's own buffers counted, and go with it.
    await client.call('CONFIG', 'SET', 'maxmemory', '2mb');
    client.close();
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), WRITES: '1' });
    await fetch(app.url);
    const log = join(world.folder, 'app.log');
    writeFileSync(log, await app.logged('OOM command not allowed'));
    return {
      env: { REDIS_URL: `redis://127.0.0.1:${server.port}`, APP_LOG: log },
      expect: { root: 'memory/full-noeviction', chain: ['app/endpoint-failing', 'memory/full-noeviction'], says: ['app.log:', 'OOM command not allowed', 'session-store'] },
      heal: () => server.call('CONFIG', 'SET', 'maxmemory', '100mb'),
    };
  },
});
