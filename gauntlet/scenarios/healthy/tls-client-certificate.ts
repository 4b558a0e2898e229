import { Authority, freePort, projectFolder, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'TLS where the server wants a client certificate and gets one',
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
      project: projectFolder(world),
      env: { REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_TLS_CA_FILE: authority.certificate, REDIS_TLS_CERT_FILE: app.certificate, REDIS_TLS_KEY_FILE: app.key },
      expect: { root: null },
    };
  },
});
