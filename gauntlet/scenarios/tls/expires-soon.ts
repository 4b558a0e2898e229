import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the certificate ends in ten days',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('redis', { toDays: 10 })), login: { tls: { ca: authority.certificate } } });
    return { targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`], expect: { root: null, finds: ['tls/expires-soon'], never: ['tls/expired'] } };
  },
});
