import { projectFolder } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the URL is still the one of the manual, in angle brackets',
  arrange: (world) => ({ project: projectFolder(world), env: { REDIS_URL: 'redis://<REDIS_HOST>:6379/0' }, expect: { root: 'config/placeholder-value', says: ['REDIS_URL'] } }),
});
