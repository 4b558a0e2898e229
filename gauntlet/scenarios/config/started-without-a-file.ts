import { Client, eventually, freePort, serverBinary } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a server that was started without a file forgets every change',
  arrange: async (world) => {
    const port = await freePort();
    world.spawn(serverBinary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', world.folder]);
    await eventually('it answers', async () => (await Client.open({ port })).call('PING'));
    return { targets: [`redis://127.0.0.1:${port}`], expect: { root: null, finds: ['config/rewrite-impossible'] } };
  },
});
