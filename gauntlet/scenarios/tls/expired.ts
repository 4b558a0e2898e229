import { Authority, freePort, type Server, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the certificate ended three days ago',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const start = (own: { certificate: string; key: string }) => startServer(world, { port, config: tlsOnly(port, authority, own), login: { tls: { ca: authority.certificate } } });
    const server: Server = await start(authority.issue('old', { fromDays: -90, toDays: -3 }));
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      expect: { root: 'tls/expired', says: [new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)], never: ['tls/expires-soon', 'tls/untrusted-issuer'] },
      heal: async () => {
        await server.stop();
        await start(authority.issue('new'));
      },
    };
  },
});
