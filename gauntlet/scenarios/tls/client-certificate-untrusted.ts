import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app shows a client certificate of an authority that the server does not trust',
  needs: ['openssl'],
  arrange: async (world) => {
    const [authority, stranger] = [new Authority(world), new Authority(world, 'stranger')];
    const [right, wrong] = [authority.issue('app', { altNames: [] }), stranger.issue('app', { altNames: [] })];
    const port = await freePort();
    await startServer(world, {
      port,
      config: tlsOnly(port, authority, authority.issue('redis'), 'yes'),
      login: { tls: { ca: authority.certificate, cert: right.certificate, key: right.key } },
    });
    const env = ({ certificate, key }: typeof right) => ({ REDIS_TLS_CERT_FILE: certificate, REDIS_TLS_KEY_FILE: key });
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      env: env(wrong),
      expect: { root: 'tls/client-certificate-required', says: [wrong.certificate], never: ['tls/untrusted-issuer'] },
      healed: { env: env(right) },
    };
  },
});
