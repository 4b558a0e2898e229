import { Authority, freePort, Server, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "the server does not start: the private key is another certificate's",
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    const [own, other] = [authority.issue('redis'), authority.issue('other')];
    const server = await new Server(world, port, { port, ready: false, config: tlsOnly(port, authority, { certificate: own.certificate, key: other.key }) }).start();
    await server.ended();
    return {
      targets: [`rediss://127.0.0.1:${port}?ssl_ca_certs=${authority.certificate}`],
      project: server.folder,
      expect: { root: 'tls/key-unusable', chain: ['network/nothing-listening', 'tls/key-unusable'], says: [/other\.key|redis\.crt/] },
      heal: () => new Server(world, port, { port, config: tlsOnly(port, authority, own), login: { tls: { ca: authority.certificate } } }).start(),
    };
  },
});
