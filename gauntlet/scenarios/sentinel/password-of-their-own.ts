import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Sentinels themselves want a password of their own, and the application sends that of the servers',
  arrange: async (world) => {
    const [own, password] = [world.secret(), world.secret()];
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const group = await startSentinels(world, {
      primary: server,
      replica: server,
      sentinel: { config: { requirepass: own }, login: { password: own } },
      lines: { 'sentinel auth-pass': `mymaster ${password}` },
    });
    return {
      targets: [group.target('mymaster', password)],
      expect: { root: 'auth/password-wrong', says: [`127.0.0.1:${group.sentinels[0]?.port}`], never: ['auth/user-unknown', 'sentinel/primary-down', 'network/not-redis'] },
      healed: { targets: [`${group.target('mymaster', password)}?sentinelPassword=${own}`] },
    };
  },
});
