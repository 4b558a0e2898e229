import { freePort, namespace, projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'another host answers with a reset',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const port = await freePort();
    return {
      targets: [`redis://${there.inside}:${port}`],
      project: projectFolder(world),
      expect: { root: 'network/nothing-listening', says: [`${there.inside}:${port}`], never: ['network/filtered', 'network/unreachable'] },
    };
  },
});
