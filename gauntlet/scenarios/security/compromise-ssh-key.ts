import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an attack has left its SSH key under a name that only attacks use, and the snapshot is called authorized_keys',
  arrange: async (world) => {
    const server = await startServer(world, { config: { 'enable-protected-configs': 'yes' } });
    await server.call('SET', 'crackit', `\n\n\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC${'x'.repeat(200)} root@kali\n\n\n`);
    await server.call('CONFIG', 'SET', 'dbfilename', 'authorized_keys');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'security/compromise-signs', says: ['crackit', 'authorized_keys'], never: ['config/drift'] },
    };
  },
});
