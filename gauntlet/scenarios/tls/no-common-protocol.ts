import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server speaks nothing newer than TLS 1.1',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const server = await startServer(world, {
      port,
      ready: false,
      config: { ...tlsOnly(port, authority, authority.issue('redis')), 'tls-protocols': '"TLSv1.1"', 'tls-ciphers': '"ALL:@SECLEVEL=0"' },
    });
    await server.logs('Ready to accept connections');
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      expect: { root: 'tls/no-common-protocol', says: [`127.0.0.1:${port}`], never: ['network/not-redis', 'tls/server-is-plaintext'] },
    };
  },
});
