import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server offers only ciphers that nobody uses any more',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const server = await startServer(world, {
      port,
      ready: false,
      config: { ...tlsOnly(port, authority, authority.issue('redis')), 'tls-protocols': '"TLSv1.2"', 'tls-ciphers': 'ECDHE-ECDSA-CAMELLIA256-SHA384' },
    });
    await server.logs('Ready to accept connections');
    return { targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`], expect: { root: 'tls/no-common-protocol', never: ['tls/server-is-plaintext'] } };
  },
});
