import { freePort, projectFolder, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'a developer looks at the Redis of a project whose application does not run just now',
  arrange: async (world) => {
    const server = await startServer(world);
    const files = { '.env': `APP_URL=http://127.0.0.1:${await freePort()}\nMETRICS_PORT=${await freePort()}\nREDIS_URL=redis://127.0.0.1:${server.port}\n` };
    return { project: projectFolder(world, files), expect: { root: null, finds: ['app/endpoint-failing'], never: ['app/metrics-missing', 'app/readiness-timeout'] } };
  },
});
