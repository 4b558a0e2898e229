import { namespace, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the Sentinel hands out an address of a network that the application is not in',
  needs: ['namespaces'],
  arrange: async (world) => {
    const [app, inner] = [namespace(world), namespace(world)];
    const password = world.secret();
    const config = { requirepass: password, masterauth: password, bind: '0.0.0.0' };
    const server = { host: inner.outside, config, login: { password } };
    const group = await startSentinels(world, {
      primary: server,
      replica: server,
      sentinel: { host: app.outside, config: { bind: '0.0.0.0', 'protected-mode': 'no' } },
      lines: { 'sentinel auth-pass': `mymaster ${password}` },
    });
    return {
      targets: [group.target('mymaster', password)],
      through: app.exec,
      expect: { root: 'sentinel/unreachable-announcement', says: [`${inner.outside}:${group.primary.port}`], never: ['sentinel/primary-down', 'replication/split-brain'] },
      healed: { through: [] },
    };
  },
});
