import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

export default scenario({
  name: 'the application waited for its cache at start, gave up and ended',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, program, project } = await shop(world);
    await program('app', "echo 'CRITICAL app.startup: startup failed: redis readiness timeout after 60s'; exit 3");
    await engine.becomes('shop-app-1', 'exited');
    return {
      ...engine.seen,
      project: project(),
      expect: { root: 'app/readiness-timeout', says: ['podman logs shop-app-1', '60 s'] },
      heal: async () => {
        await engine.remove('shop-app-1');
        await program('app', "echo 'INFO app.main: application startup complete'; exec sleep infinity");
      },
    };
  },
});
