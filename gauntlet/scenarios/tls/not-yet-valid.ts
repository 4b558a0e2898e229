import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the certificate begins only in five days, or a clock is wrong',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('early', { fromDays: 5 })), login: { tls: { ca: authority.certificate } } });
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      expect: { root: 'tls/not-yet-valid', says: [new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)], never: ['tls/untrusted-issuer'] },
    };
  },
});
