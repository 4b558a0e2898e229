import { rmSync, writeFileSync } from 'node:fs';
import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the list of users that the container mounts was removed from the host, and it cannot start again',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const users = `${world.folder}/users.acl`;
    writeFileSync(users, `user default on >${engine.password} ~* &* +@all\n`);
    await engine.serve('shop-redis', { options: { mount: `type=bind,source=${users},destination=/etc/users.acl` }, config: { requirepass: null, aclfile: '/etc/users.acl' } });
    await engine.podman('stop', '--time', '2', 'shop-redis');
    rmSync(users);
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'container/mount-source-missing', chain: ['network/nothing-listening', 'container/exited', 'container/mount-source-missing'], says: [users] },
      heal: async () => {
        writeFileSync(users, `user default on >${engine.password} ~* &* +@all\n`);
        await engine.podman('start', 'shop-redis');
        await engine.answers('shop-redis');
      },
    };
  },
});
