import { projectFolder, startSentinels } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application takes the Sentinel for the server: same host, port of Sentinel',
  arrange: async (world) => {
    const password = world.secret();
    const server = { config: { requirepass: password, masterauth: password }, login: { password } };
    const group = await startSentinels(world, { sentinels: 1, quorum: 1, primary: server, replica: server, lines: { 'sentinel auth-pass': `mymaster ${password}` } });
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `redis://:${password}@127.0.0.1:${group.sentinels[0]?.port}/0` },
      expect: {
        root: 'sentinel/asked-as-redis',
        says: [`127.0.0.1:${group.sentinels[0]?.port}`, 'mymaster', String(group.primary.port)],
        never: ['security/open-to-the-world', 'network/not-redis'],
      },
      healed: { env: { REDIS_URL: group.target('mymaster', password) } },
    };
  },
});
