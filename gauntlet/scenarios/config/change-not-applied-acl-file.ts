import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the app's user was given a new password in the ACL file; nobody said ACL LOAD",
  arrange: async (world) => {
    const [admin, old, fresh] = [world.secret('admin'), world.secret('old'), world.secret('new')];
    const file = join(world.folder, 'users.acl');
    const users = (password: string) => writeFileSync(file, `user default on >${admin} ~* &* +@all\nuser app on >${password} ~* &* +@all -@dangerous +info\n`);
    users(old);
    const server = await startServer(world, { config: { aclfile: file }, login: { password: admin } });
    await wait(500);
    users(fresh);
    return {
      project: server.folder,
      env: { REDIS_URL: `redis://app:${fresh}@127.0.0.1:${server.port}/0` },
      expect: { root: 'config/change-not-applied', chain: ['auth/password-wrong', 'config/change-not-applied'], says: [`${file}:2`, 'ACL LOAD'] },
      heal: () => server.call('ACL', 'LOAD'),
    };
  },
});
