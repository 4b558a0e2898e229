import { startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel group in which everybody wants the same password',
  arrange: async (world) => {
    const password = world.secret();
    const login = { password };
    const server = { config: { requirepass: password, masterauth: password }, login };
    const group = await startSentinels(world, {
      replicas: 2,
      primary: server,
      replica: server,
      sentinel: { login },
      lines: { requirepass: password, 'sentinel auth-pass': `mymaster ${password}`, 'sentinel sentinel-pass': password },
    });
    return { targets: [group.target('mymaster', password)], expect: { root: null, never: ['auth/sentinel-credentials-missing', 'auth/password-missing'] } };
  },
});
