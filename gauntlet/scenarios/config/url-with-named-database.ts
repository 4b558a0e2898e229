import { projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the database in the URL is a word',
  arrange: async (world) => {
    const server = await startServer(world);
    const env = (database: string) => ({ REDIS_URL: `redis://127.0.0.1:${server.port}/${database}` });
    return { project: projectFolder(world), env: env('cache'), expect: { root: 'config/invalid-url', says: ['REDIS_URL', 'cache'] }, healed: { env: env('1') } };
  },
});
