import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an application that is well, also its web socket; its log tells of failures that are over',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const app = await startApplication(world, { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_PASSWORD: password, STARTUP_MS: '3000' });
    const log = join(world.folder, 'app.log');
    const failed = [
      'ERROR cache: redis connect ECONNREFUSED 127.0.0.1:6379',
      'CRITICAL startup failed: redis readiness timeout after 60s',
      'redis.exceptions.ConnectionError: No connection available.',
    ];
    writeFileSync(log, `${failed.map((line) => `2026-11-01T10:00:00Z ${line}`).join('\n')}\n${app.log()}`);
    return {
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${server.port}`, APP_URL: app.url, HEALTH_URL: `${app.url.replace('http', 'ws')}/ws`, APP_LOG: log },
      expect: { root: null, never: ['app/endpoint-failing', 'app/readiness-timeout', 'app/pool-exhausted', 'app/readiness-blind', 'app/metrics-missing'] },
    };
  },
});
