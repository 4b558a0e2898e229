import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three servers asked at once',
  arrange: async (world) => {
    const password = world.secret();
    const [one, two, three] = await Promise.all([startServer(world), startServer(world), startServer(world, { config: { requirepass: password }, login: { password } })]);
    return { targets: [`redis://127.0.0.1:${one.port}`, `redis://127.0.0.1:${two.port}/1`, `redis://:${password}@127.0.0.1:${three.port}`], expect: { root: null } };
  },
});
