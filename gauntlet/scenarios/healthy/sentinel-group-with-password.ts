import { projectFolder, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a Sentinel group whose servers want a password and whose Sentinels do not',
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password, 'min-replicas-to-write': '1' }, login: { password } };
    const group = await startSentinels(world, { primary: server, replica: server, lines: { 'sentinel auth-pass': `mymaster ${password}` } });
    return {
      project: projectFolder(world),
      env: {
        REDIS_SENTINELS: group.sentinels.map((each) => `127.0.0.1:${each.port}`).join(','),
        REDIS_SENTINEL_NAME: 'mymaster',
        REDIS_PASSWORD: password,
      },
      expect: { root: null },
    };
  },
});
