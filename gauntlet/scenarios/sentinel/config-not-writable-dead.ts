import { freePort, projectFolder, Server, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel ends at its start: its configuration is on a read-only mount',
  needs: ['mounts'],
  arrange: async (world) => {
    const primary = await startServer(world);
    const port = await freePort();
    const sentinel = new Server(world, port, { port, sentinel: true, ready: false, config: { 'sentinel monitor': `mymaster 127.0.0.1 ${primary.port} 1` } });
    world.run('mount', ['--bind', sentinel.configFile, sentinel.configFile]);
    world.run('mount', ['-o', 'remount,ro,bind', sentinel.configFile]);
    const free = () => world.run('sh', ['-c', `mountpoint -q '${sentinel.configFile}' && umount '${sentinel.configFile}' || true`], { cwd: '/' });
    world.defer(free);
    await sentinel.start();
    await sentinel.ended();
    return {
      targets: [`sentinel://127.0.0.1:${port}/mymaster`],
      project: sentinel.folder,
      expect: { root: 'sentinel/config-not-writable', says: [sentinel.configFile, `127.0.0.1:${port}`], never: ['process/crashed', 'sentinel/hostnames-not-enabled'] },
      heal: async () => {
        free();
        await sentinel.start();
        await sentinel.world.run('sh', ['-c', `until redis-cli -p ${port} ping; do sleep 0.1; done`]);
      },
      healed: { project: projectFolder(world) },
    };
  },
});
