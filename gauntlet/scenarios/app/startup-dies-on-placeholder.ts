import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a back end ends at its start, because the host of its Redis is still the placeholder of the template',
  arrange: async (world) => {
    const server = await startServer(world);
    const redis = (host: string) => ({ REDIS_HOST: host, REDIS_PORT: String(server.port), STARTUP_MS: '300' });
    const app = await startApplication(world, redis('your-redis-instance-ip'));
    const files = (host: string, url: string) => projectFolder(world, { '.env': `REDIS_HOST=${host}\nREDIS_PORT=${server.port}\n`, '.env.local': `APP_URL=${url}\n` });
    const log = join(world.folder, 'app.log');
    writeFileSync(log, app.log());
    return {
      project: files('your-redis-instance-ip', app.url),
      options: ['--log', log],
      expect: {
        root: 'config/placeholder-value',
        chain: ['app/endpoint-failing', 'app/readiness-timeout', 'config/placeholder-value'],
        says: ['REDIS_HOST in .env:1', 'conversation-memory', 'after 0.3 s', 'refuses the connection'],
      },
      heal: async () => {
        const healed = await startApplication(world, redis('127.0.0.1'));
        files('127.0.0.1', healed.url);
        writeFileSync(log, app.log() + healed.log());
      },
    };
  },
});
