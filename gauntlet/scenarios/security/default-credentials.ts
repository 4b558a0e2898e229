import { startEngine } from '../../../testbed/index.ts';
import { scenario } from '../../harness/scenario.ts';

export default scenario({
  name: "a dashboard in the Redis container's network has the login of its manual and is published to everybody",
  needs: ['containers'],
  arrange: async (world) => {
    const engine = await startEngine(world);
    await engine.serve('redis');
    const image = 'docker.io/grafana/grafana:11.2.0';
    await engine.application('grafana', ['--publish=3000:3000'], image);
    return {
      ...engine.seen,
      targets: [engine.url],
      expect: { root: 'security/default-credentials', says: ['grafana', '3000', 'GF_SECURITY_ADMIN_PASSWORD'] },
      heal: async () => {
        await engine.remove('grafana');
        await engine.application('grafana', ['--publish=3000:3000', '--env', `GF_SECURITY_ADMIN_PASSWORD=${world.secret()}`], image);
      },
    };
  },
});
