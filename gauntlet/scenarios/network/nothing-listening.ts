import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'nothing listens on the port, and nothing here knows of a server for it',
  arrange: async (world) => {
    const port = await freePort();
    return {
      targets: [`redis://127.0.0.1:${port}`],
      project: projectFolder(world),
      expect: { root: 'network/nothing-listening', says: [`127.0.0.1:${port}`], never: ['network/filtered', 'network/not-redis'] },
      heal: () => startServer(world, { port }),
    };
  },
});
