import { projectFolder, startEngine, startServer } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the application runs on the host, and nobody brought its compose project up',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password, maxmemory: '64mb', bind: '127.0.0.1' }, login: { password } });
    return {
      env: { DOCKER_HOST: engine.host },
      project: projectFolder(world, {
        '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${server.port}/0\n`,
        'docker-compose.yml': `services:
  app:
    image: shop:1
    environment:
      REDIS_URL: redis://:${password}@cache:6379/0
  cache:
    image: redis:7.2
    restart: unless-stopped
`,
      }),
      expect: { root: null, finds: ['container/never-created'] },
    };
  },
});
