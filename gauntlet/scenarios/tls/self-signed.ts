import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server shows a certificate that it signed itself',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const own = authority.selfSigned('redis');
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, own), login: { tls: { ca: own.certificate } } });
    return {
      targets: [`rediss://127.0.0.1:${port}`],
      expect: { root: 'tls/untrusted-issuer', says: [/self-signed/i] },
      healed: { targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${own.certificate}`] },
    };
  },
});
