import { appendFileSync, rmSync } from 'node:fs';
import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a snapshot was put in place, then the append-only file was switched on in the configuration: the server came up empty',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '5000', 'order', '20');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    appendFileSync(server.configFile, 'appendonly yes\n');
    await server.start();
    const data = `${server.folder}/data`;
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'persistence/restore-shadowed', says: [`${data}/dump.rdb`, '5000 keys'] },
      heal: async () => {
        await server.stop('SIGKILL');
        rmSync(`${data}/appendonlydir`, { recursive: true });
        server.options.args = ['--appendonly', 'no'];
        await server.start();
        await eventually('it has loaded', async () => Number(await server.call('DBSIZE')) === 5000);
        await server.call('CONFIG', 'SET', 'appendonly', 'yes');
      },
    };
  },
});
