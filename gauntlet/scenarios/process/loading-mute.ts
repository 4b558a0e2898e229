import { eventually, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server reads its data and does not even say so',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'key-load-delay': '1000' } });
    await server.call('DEBUG', 'POPULATE', '20000', 'order', '20');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    await server.start(false);
    await eventually('it begins to load', () => server.log().split('Running mode=').at(-1)?.includes('Loading RDB'));
    return { targets: [`redis://127.0.0.1:${server.port}`], expect: { root: 'process/loading', chain: ['process/unresponsive', 'process/loading'], never: ['network/not-redis'] } };
  },
});
