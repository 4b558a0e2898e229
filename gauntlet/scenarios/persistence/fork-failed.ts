import { chmodSync, chownSync } from 'node:fs';
import { eventually, freePort, Server } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the kernel refuses the child that would save: a limit of processes',
  needs: ['users'],
  arrange: async (world) => {
    chmodSync(world.folder, 0o755);
    const port = await freePort();
    const user = 50_000 + port;
    const server = new Server(world, port, { config: { save: '3600 1' }, through: ['setpriv', `--reuid=${user}`, '--clear-groups'] });
    for (const each of [server.folder, `${server.folder}/data`]) chownSync(each, user, 0);
    await server.start();
    const client = await server.client();
    await client.call('SET', 'greeting', 'hello');
    // Only its own user may set the limit of another process.
    const allow = (processes: number) => world.run('setpriv', [`--reuid=${user}`, '--clear-groups', 'prlimit', `--nproc=${processes}:`, '--pid', String(server.pid)]);
    allow(1);
    await client.quietly('BGSAVE');
    await eventually('it fails', async () => (await client.info('rdb_last_bgsave_status')) === 'err');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: {
        root: 'persistence/fork-failed',
        chain: ['persistence/writes-blocked', 'persistence/fork-failed'],
        says: ['Resource temporarily unavailable', 'nproc'],
        never: ['persistence/disk-full'],
      },
      heal: async () => {
        allow(100);
        await client.call('BGSAVE');
        await eventually('it saves', async () => (await client.info('rdb_last_bgsave_status')) === 'ok');
      },
    };
  },
});
