import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the certificate is for another name than the one that the app uses',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const own = authority.issue('redis', { altNames: ['DNS:redis-prod.example.com', 'DNS:localhost'] });
    await startServer(world, { port, config: tlsOnly(port, authority, own), login: { tls: { ca: authority.certificate } } });
    const target = (host: string) => `rediss://${host}:${port}?ssl_ca_certs=${authority.certificate}`;
    return {
      targets: [target('127.0.0.1')],
      expect: { root: 'tls/name-mismatch', says: ['redis-prod.example.com', '127.0.0.1'], never: ['tls/untrusted-issuer'] },
      healed: { targets: [target('localhost')] },
    };
  },
});
