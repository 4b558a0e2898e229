import { eventually, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the configuration of a Sentinel is mounted as a single file, so that it cannot be replaced',
  needs: ['mounts'],
  arrange: async (world) => {
    const group = await startSentinels(world);
    const [sentinel] = group.sentinels;
    if (!sentinel) throw new Error('no Sentinel');
    await sentinel.stop();
    world.run('mount', ['--bind', sentinel.configFile, sentinel.configFile]);
    const free = () => world.run('sh', ['-c', `mountpoint -q '${sentinel.configFile}' && umount '${sentinel.configFile}' || true`], { cwd: '/' });
    world.defer(free);
    const settle = () => eventually('it knows the others', async () => /status=ok.*sentinels=3/.test(String(await sentinel.call('INFO', 'sentinel'))));
    await sentinel.start();
    await settle();
    await sentinel.call('SENTINEL', 'FLUSHCONFIG').catch(() => undefined);
    return {
      targets: [group.target()],
      expect: { root: 'sentinel/config-not-writable', says: [sentinel.configFile, `127.0.0.1:${sentinel.port}`], never: ['sentinel/quorum-unreachable', 'config/fatal-directive'] },
      heal: async () => {
        await sentinel.stop();
        free();
        await sentinel.start();
        await settle();
      },
    };
  },
});
