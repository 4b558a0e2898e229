import { Authority, freePort, projectFolder, startServer, tlsOnly } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the file of the authority is not where the app looks for it',
  needs: ['openssl'],
  arrange: async (world) => {
    const authority = new Authority(world);
    const port = await freePort();
    await startServer(world, { port, config: tlsOnly(port, authority, authority.issue('redis')), login: { tls: { ca: authority.certificate } } });
    const env = (file: string) => ({ REDIS_URL: `rediss://127.0.0.1:${port}`, REDIS_TLS_CA_FILE: file });
    const gone = `${authority.folder}/gone.crt`;
    return { project: projectFolder(world), env: env(gone), expect: { root: 'tls/untrusted-issuer', says: [gone] }, healed: { env: env(authority.certificate) } };
  },
});
