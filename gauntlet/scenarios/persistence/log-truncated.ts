import { statSync, truncateSync } from 'node:fs';
import { serverBinary, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the append-only file ends in the middle of a command and the server was told not to accept that',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes', 'aof-load-truncated': 'no' } });
    for (let i = 0; i < 50; i += 1) await server.call('SET', `order:${i}`, 'paid');
    await server.stop('SIGKILL');
    const folder = `${server.folder}/data/appendonlydir`;
    const file = `${folder}/appendonly.aof.1.incr.aof`;
    truncateSync(file, statSync(file).size - 7);
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-truncated',
        chain: ['network/nothing-listening', 'persistence/log-truncated'],
        says: [file, 'aof-load-truncated'],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: async () => {
        world.run(serverBinary.replace(/server$/, 'check-aof'), ['--fix', `${folder}/appendonly.aof.manifest`], { input: 'y\n' });
        await server.start();
      },
    };
  },
});
