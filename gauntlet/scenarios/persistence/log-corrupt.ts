import { readFileSync } from 'node:fs';
import { overwrite, serverBinary, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'bytes in the middle of the append-only file are damaged',
  arrange: async (world) => {
    const server = await startServer(world, { config: { appendonly: 'yes' } });
    for (let i = 0; i < 50; i += 1) await server.call('SET', `order:${i}`, 'paid');
    await server.stop('SIGKILL');
    const folder = `${server.folder}/data/appendonlydir`;
    const file = `${folder}/appendonly.aof.1.incr.aof`;
    overwrite(file, readFileSync(file).indexOf('*3', 300), '~~');
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      project: server.folder,
      expect: {
        root: 'persistence/log-corrupt',
        chain: ['network/nothing-listening', 'persistence/log-corrupt'],
        says: [file, /at byte \d+ of \d+/],
        never: ['persistence/snapshot-corrupt', 'process/crashed'],
      },
      heal: async () => {
        world.run(serverBinary.replace(/server$/, 'check-aof'), ['--fix', `${folder}/appendonly.aof.manifest`], { input: 'y\n' });
        await server.start();
      },
    };
  },
});
