import { startEngine, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server runs on the machine itself; containers of other projects are stopped, paused and broken',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('old', { options: { publish: '127.0.0.1:6390:6379' } });
    await engine.podman('stop', '--time', '2', 'old');
    await engine.serve('broken', { options: { publish: null, restart: 'no' }, config: { 'no-such-directive': 'yes' }, ready: false });
    await engine.becomes('broken', 'exited');
    const password = world.secret();
    const server = await startServer(world, { port: 6379, through: engine.exec, config: { requirepass: password, appendonly: 'yes' }, ready: false });
    await server.logs('Ready to accept connections');
    return {
      ...engine.seen,
      targets: [`redis://:${password}@127.0.0.1:6379`],
      expect: { root: null, never: ['container/exited', 'container/duplicate', 'config/fatal-directive'] },
    };
  },
});
