import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'TLS with a certificate of our own authority, which the URL names',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const password = world.secret();
    const port = await freePort();
    await startServer(world, {
      port,
      config: { ...tlsOnly(port, authority, authority.issue('redis')), requirepass: password },
      login: { password, tls: { ca: authority.certificate } },
    });
    return { targets: [`rediss://:${password}@127.0.0.1:${port}/0?ssl_ca_certs=${authority.certificate}`], expect: { root: null } };
  },
});
