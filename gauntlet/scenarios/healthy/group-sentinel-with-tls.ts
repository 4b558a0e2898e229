import { Authority, startSentinels, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'three Sentinels, a primary and a replica that all speak TLS alone',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const password = world.secret();
    const { port: _, 'tls-port': __, ...files } = tlsOnly(0, authority, authority.issue('redis'));
    const login = { password, tls: { ca: authority.certificate } };
    const server = { tls: true, config: { ...files, 'tls-replication': 'yes', requirepass: password, masterauth: password }, login };
    const group = await startSentinels(world, {
      primary: server,
      replica: server,
      sentinel: { tls: true, config: { ...files, 'tls-replication': 'yes' }, login: { tls: login.tls } },
      lines: { 'sentinel auth-pass': `mymaster ${password}` },
    });
    return { targets: [`${group.target('mymaster', password).replace('sentinel://', 'sentinels://')}?ssl_ca_certs=${authority.certificate}`], expect: { root: null } };
  },
});
