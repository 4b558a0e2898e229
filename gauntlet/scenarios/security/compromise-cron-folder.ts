import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data directory of a running server was moved to the folder of the crontabs',
  needs: ['mounts'],
  arrange: async (world) => {
    const password = world.secret();
    // In a mount namespace of its own, with an empty folder in the place of the machine's crontabs.
    const folder = '/var/spool/cron';
    const server = await startServer(world, {
      through: ['unshare', '-m', 'sh', '-c', `mkdir -p ${folder} && mount -t tmpfs tmpfs ${folder} && exec "$@"`, 'sh'],
      config: { requirepass: password, 'enable-protected-configs': 'yes' },
      login: { password },
    });
    await server.call('CONFIG', 'SET', 'dir', folder, 'dbfilename', 'root');
    return {
      targets: [`redis://:${password}@127.0.0.1:${server.port}`],
      expect: { root: 'security/compromise-signs', says: [folder], never: ['persistence/permission-denied', 'persistence/directory-missing'] },
      heal: () => server.call('CONFIG', 'SET', 'dir', `${server.folder}/data`, 'dbfilename', 'dump.rdb'),
    };
  },
});
