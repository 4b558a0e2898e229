import { Authority, freePort, Server, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the server does not start: its key file is not there',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const own = { certificate: authority.issue('redis').certificate, key: `${authority.folder}/gone.key` };
    const server = await new Server(world, port, { port, ready: false, config: tlsOnly(port, authority, own) }).start();
    await server.ended();
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      project: server.folder,
      expect: { root: 'tls/key-unusable', chain: ['network/nothing-listening', 'tls/key-unusable'], says: ['gone.key'] },
    };
  },
});
