import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an application that lives in database 5',
  arrange: async (world) => {
    const server = await startServer(world);
    const client = await server.client();
    await client.call('SELECT', '5');
    await client.call('SET', 'greeting', 'hello');
    client.close();
    return { targets: [`redis://127.0.0.1:${server.port}/5`], expect: { root: null } };
  },
});
