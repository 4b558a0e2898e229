import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'REDIS_TLS_ENABLED is off, the URL says rediss://, and the server speaks plain text',
  arrange: async (world) => {
    const server = await startServer(world);
    const env = (scheme: string) => ({ REDIS_URL: `${scheme}://127.0.0.1:${server.port}`, REDIS_TLS_ENABLED: 'false' });
    return {
      project: projectFolder(world),
      env: env('rediss'),
      expect: { root: 'config/tls-setting-conflict', chain: ['tls/server-is-plaintext', 'config/tls-setting-conflict'], says: ['REDIS_TLS_ENABLED', 'REDIS_URL'] },
      healed: { env: env('redis') },
    };
  },
});
