import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password was changed in redis.conf and in the app; nobody restarted the server',
  arrange: async (world) => {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: old }, login: { password: old } });
    await wait(500);
    writeFileSync(server.configFile, readFileSync(server.configFile, 'utf8').replace(old, fresh));
    const line = readFileSync(server.configFile, 'utf8').split('\n').indexOf(`requirepass ${fresh}`) + 1;
    return {
      project: server.folder,
      env: { REDIS_URL: `redis://:${fresh}@127.0.0.1:${server.port}/0` },
      expect: { root: 'config/change-not-applied', chain: ['auth/password-wrong', 'config/change-not-applied'], says: [`${server.configFile}:${line}`, 'REDIS_URL'] },
      heal: async () => {
        await server.stop();
        server.options.login = { password: fresh };
        await server.start();
      },
    };
  },
});
