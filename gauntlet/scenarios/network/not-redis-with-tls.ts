import { Authority, listenHttps } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a web server with TLS answers where Redis with TLS is expected',
  needs: ['openssl'],
  alone: true,
  arrange: async (world) => {
    const authority = new Authority(world);
    const { port } = await listenHttps(world, authority.issue('web'));
    return { targets: [`rediss://localhost:${port}?ssl_ca_certs=${authority.certificate}`], expect: { root: 'network/not-redis', says: ['HTTP'] } };
  },
});
