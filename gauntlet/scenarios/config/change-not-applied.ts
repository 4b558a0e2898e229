import { appendFileSync } from 'node:fs';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the password in redis.conf was changed, the server still runs on the old one',
  arrange: async (world) => {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: old }, login: { password: old } });
    // The file must be newer than the start by more than the clocks' grain.
    await eventually('a moment passes', async () => Number(/uptime_in_seconds:(\d+)/.exec(String(await server.call('INFO', 'server')))?.[1]) >= 3);
    appendFileSync(server.configFile, `requirepass ${fresh}\n`);
    return {
      targets: [`redis://:${fresh}@127.0.0.1:${server.port}`],
      env: { REDIS_ADMIN_URL: `redis://:${old}@127.0.0.1:${server.port}` },
      project: server.folder,
      expect: { root: 'config/change-not-applied', chain: ['auth/password-wrong', 'config/change-not-applied'], says: ['redis.conf', 'requirepass'] },
      heal: () => server.call('CONFIG', 'SET', 'requirepass', fresh),
    };
  },
});
