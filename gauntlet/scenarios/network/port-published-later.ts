import { projectFolder, startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: 'the port was published in the compose file, and the container is the one from before',
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    const labels = { label: 'com.docker.compose.service=cache' };
    await engine.serve('shop-cache-1', { options: { ...labels, publish: null } });
    return {
      ...engine.seen,
      project: projectFolder(world, {
        'docker-compose.yml': `services:
  cache:
    image: redis:7.2
    restart: unless-stopped
    ports: ["127.0.0.1:6379:6379"]
    volumes: [data:/data]
volumes:
  data: {}
`,
        '.env': `REDIS_URL=${engine.url}/0\n`,
      }),
      expect: {
        root: 'network/port-not-published',
        chain: ['network/nothing-listening', 'network/port-not-published'],
        says: ['shop-cache-1', 'docker-compose.yml:5', 'docker compose up -d --force-recreate cache'],
      },
      heal: async () => {
        await engine.remove('shop-cache-1');
        await engine.serve('shop-cache-1', { options: labels });
      },
    };
  },
});
