import { Authority, freePort, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app speaks plain text to a port of TLS',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const password = world.secret();
    const port = await freePort();
    await startServer(world, {
      port,
      config: { ...tlsOnly(port, authority, authority.issue('redis')), requirepass: password },
      login: { password, tls: { ca: authority.certificate } },
    });
    return {
      targets: [`redis://:${password}@127.0.0.1:${port}`],
      expect: { root: 'tls/server-expects-tls', says: [`127.0.0.1:${port}`, 'rediss://'], never: ['process/unresponsive', 'network/not-redis'] },
      healed: { targets: [`rediss://:${password}@127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`] },
    };
  },
});
