import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server wants a client certificate and gets none',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const app = authority.issue('app', { altNames: [] });
    const port = await freePort();
    await startServer(world, {
      port,
      config: tlsOnly(port, authority, authority.issue('redis'), 'yes'),
      login: { tls: { ca: authority.certificate, cert: app.certificate, key: app.key } },
    });
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      expect: { root: 'tls/client-certificate-required', says: [`127.0.0.1:${port}`], never: ['tls/untrusted-issuer', 'network/not-redis'] },
      healed: { env: { REDIS_TLS_CERT_FILE: app.certificate, REDIS_TLS_KEY_FILE: app.key } },
    };
  },
});
