import { Authority, freePort, projectFolder, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the app was given an authority, but not the one that signed the certificate',
  needs: ['openssl'],
  arrange: async (world) => {
    const [right, wrong] = [new Authority(world, 'right'), new Authority(world, 'wrong')];
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, right, right.issue('redis')), login: { tls: { ca: right.certificate } } });
    const env = (authority: Authority) => ({ REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_TLS_CA_FILE: authority.certificate });
    return { project: projectFolder(world), env: env(wrong), expect: { root: 'tls/untrusted-issuer', says: [wrong.certificate] }, healed: { env: env(right) } };
  },
});
