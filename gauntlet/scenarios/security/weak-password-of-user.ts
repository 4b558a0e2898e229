import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "a user's password is the user's name",
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('ACL', 'SETUSER', 'orderservice', 'on', '>orderservice', '~*', '&*', '+@all');
    await server.call('ACL', 'SETUSER', 'default', 'off');
    return {
      project: projectFolder(world),
      env: { REDIS_HOST: '127.0.0.1', REDIS_PORT: String(server.port), REDIS_USERNAME: 'orderservice', REDIS_PASSWORD: 'orderservice' },
      expect: { root: 'security/weak-password', says: ['orderservice'], never: ['auth/password-wrong', 'auth/user-unknown'] },
    };
  },
});
