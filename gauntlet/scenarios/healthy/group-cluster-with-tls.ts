import { Authority, startCluster, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a cluster with a password that speaks TLS alone',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const password = world.secret();
    const { port: _, 'tls-port': __, ...files } = tlsOnly(0, authority, authority.issue('redis'));
    const { target } = await startCluster(world, {
      tls: true,
      replicas: 1,
      config: { ...files, 'tls-replication': 'yes', 'tls-cluster': 'yes', requirepass: password, masterauth: password },
      login: { password, tls: { ca: authority.certificate } },
    });
    return {
      targets: [`${target.replace('cluster://', `clusters://:${password}@`)}?ssl_ca_certs=${authority.certificate}`],
      expect: { root: null, never: ['cluster/unreachable-announcement', 'tls/server-is-plaintext'] },
    };
  },
});
