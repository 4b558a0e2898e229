import { namespace, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a whole Sentinel group on other hosts, reached by their addresses',
  needs: ['namespaces'],
  arrange: async (world) => {
    const there = namespace(world);
    const password = world.secret();
    const run = { through: there.exec, host: there.inside };
    const server = { ...run, config: { bind: there.inside, requirepass: password, masterauth: password, 'min-replicas-to-write': '1' }, login: { password } };
    const group = await startSentinels(world, {
      primary: server,
      replica: server,
      sentinel: { ...run, config: { bind: there.inside, 'protected-mode': 'no' } },
      lines: { 'sentinel auth-pass': `mymaster ${password}` },
    });
    return { targets: [group.target('mymaster', password)], expect: { root: null, never: ['security/open-to-the-world', 'sentinel/unreachable-announcement'] } };
  },
});
