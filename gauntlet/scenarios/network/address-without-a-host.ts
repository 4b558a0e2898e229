import { namespace } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'nobody has the address: silence, or no neighbour, but never a reset',
  needs: ['namespaces'],
  arrange: (world) => {
    const { inside } = namespace(world);
    const nobody = inside.replace(/\.2$/, '.77');
    return { targets: [`redis://${nobody}:6379`], expect: { root: 'network/filtered', says: [nobody], never: ['network/nothing-listening'] } };
  },
});
