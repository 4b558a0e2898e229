import { chmodSync } from 'node:fs';
import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'somebody who may talk to the engine, and may not enter the network of the application',
  needs: ['containers', 'users'],
  arrange: async (world) => {
    const { engine, application, project } = await shop(world);
    await application('app', ['--network=shop']);
    const folder = project();
    for (const path of [world.folder, folder]) chmodSync(path, 0o755);
    chmodSync(engine.socket, 0o666);
    return {
      env: engine.seen.env,
      through: [...engine.exec, 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
      project: folder,
      expect: { root: null },
    };
  },
});
