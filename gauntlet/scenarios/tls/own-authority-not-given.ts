import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the certificate is of the company's own authority, which the app was not given",
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('redis')), login: { tls: { ca: authority.certificate } } });
    return {
      targets: [`rediss://127.0.0.1:${port}`],
      expect: { root: 'tls/untrusted-issuer', says: [`127.0.0.1:${port}`], never: ['tls/name-mismatch'] },
      healed: { targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`] },
    };
  },
});
