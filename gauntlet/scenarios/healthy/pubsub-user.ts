import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a user that may only publish and subscribe',
  arrange: async (world) => {
    const [password, admin] = [world.secret('news'), world.secret('admin')];
    const server = await startServer(world, {
      config: { requirepass: admin, user: `news on >${password} resetkeys resetchannels &news:* -@all +@pubsub` },
      login: { password: admin },
    });
    const listener = await server.client({ username: 'news', password });
    await listener.call('SUBSCRIBE', 'news:sport');
    return {
      targets: [`redis://news:${password}@127.0.0.1:${server.port}`],
      expect: { root: null, never: ['auth/channel-denied', 'auth/command-denied', 'auth/key-denied'] },
    };
  },
});
