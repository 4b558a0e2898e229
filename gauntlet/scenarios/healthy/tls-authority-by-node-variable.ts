import { Authority, freePort, projectFolder, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'TLS on one port and plain text on another; the authority comes by NODE_EXTRA_CA_CERTS',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const [port, tlsPort] = [await freePort(), await freePort()];
    await startServer(world, { port, config: { ...tlsOnly(tlsPort, authority, authority.issue('redis')), port: String(port) } });
    return {
      project: projectFolder(world),
      env: { REDIS_URL: `rediss://localhost:${tlsPort}`, NODE_EXTRA_CA_CERTS: authority.certificate },
      expect: { root: null },
    };
  },
});
