import { mkdirSync, writeFileSync } from 'node:fs';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the data folder holds a dead temporary snapshot, an old append-only folder that nobody reads, a damaged backup',
  arrange: async (world) => {
    const server = await startServer(world, { config: { save: '3600 1', appendonly: 'no' } });
    const data = `${server.folder}/data`;
    await server.call('SET', 'greeting', 'hello');
    await server.call('SAVE');
    writeFileSync(`${data}/temp-4711.rdb`, 'REDIS0010 half of it');
    writeFileSync(`${data}/dump.rdb.bak`, 'not a snapshot');
    mkdirSync(`${data}/appendonlydir`);
    writeFileSync(`${data}/appendonlydir/appendonly.aof.manifest`, 'file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n');
    writeFileSync(`${data}/appendonlydir/appendonly.aof.1.incr.aof`, '*3\r\n$3\r\nSE');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: null, never: ['persistence/snapshot-corrupt', 'persistence/log-corrupt', 'persistence/log-truncated'] },
    };
  },
});
