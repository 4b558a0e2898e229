import { Authority, freePort, projectFolder, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'REDIS_TLS is on, the URL says redis://, and the server speaks TLS alone',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('redis')), login: { tls: { ca: authority.certificate } } });
    const env = (scheme: string) => ({ REDIS_URL: `${scheme}://127.0.0.1:${port}`, REDIS_TLS: 'true', REDIS_TLS_CA_FILE: authority.certificate });
    return {
      project: projectFolder(world),
      env: env('redis'),
      expect: { root: 'config/tls-setting-conflict', chain: ['tls/server-expects-tls', 'config/tls-setting-conflict'], says: ['REDIS_TLS', 'REDIS_URL'] },
      healed: { env: env('rediss') },
    };
  },
});
