import { projectFolder, startApplication, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'REDIS_PASSWORD is set, and the code reads REDIS_PASS',
  arrange: async (world) => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    const redis = { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port) };
    const app = await startApplication(world, redis);
    const files = (name: string, url: string) =>
      projectFolder(world, {
        'package.json': '{"name":"shop","dependencies":{"ioredis":"5.4.1"}}\n',
        '.env': `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\n${name}=${password}\nHEALTH_URL=${url}/health\n`,
        'src/cache.js':
          "const Redis = require('ioredis');\n\nmodule.exports = new Redis({\n  host: process.env.REDIS_HOST,\n  port: Number(process.env.REDIS_PORT),\n  password: process.env.REDIS_PASS,\n});\n",
      });
    return {
      project: files('REDIS_PASSWORD', app.url),
      expect: {
        root: 'app/wrong-variable',
        chain: ['app/endpoint-failing', 'auth/password-missing', 'app/wrong-variable'],
        says: ['REDIS_PASSWORD in .env:3', 'REDIS_PASS (src/cache.js:6)'],
      },
      heal: async () => files('REDIS_PASS', (await startApplication(world, { ...redis, REDIS_PASSWORD: password })).url),
    };
  },
});
