import { scenario } from '../../harness/scenario.ts';
import { shop } from '../../harness/shop.ts';

const failures = [
  'ERROR app.cache: connect ECONNREFUSED 10.93.7.2:6379',
  'CRITICAL app.startup: startup failed: redis readiness timeout after 60s',
  'redis.exceptions.ConnectionError: No connection available.',
]
  .map((line) => `echo '${line}'; `)
  .join('');

export default scenario({
  name: 'the log of the running application tells of failures before its last start, and of some that are over',
  needs: ['containers'],
  arrange: async (world) => {
    const { engine, program, project } = await shop(world);
    // The first run fails for good. Of two services one fails once more and then starts, and one only says that it goes on.
    const run = (again: string) => `if test -e /tmp/again; then ${again}; exec sleep infinity; fi; ${failures} : > /tmp/again; exit 3`;
    const services = { app: `${failures} echo 'INFO app.main: application startup complete'`, worker: "echo 'INFO worker: waiting for jobs'" };
    for (const [service, again] of Object.entries(services)) {
      await program(service, run(again));
      await engine.becomes(`shop-${service}-1`, 'exited');
      await engine.podman('start', `shop-${service}-1`);
      await engine.becomes(`shop-${service}-1`, 'running');
    }
    return {
      ...engine.seen,
      project: project({}, { after: '  worker:\n    extends: app\n' }),
      expect: { root: null, never: ['app/endpoint-failing', 'app/readiness-timeout', 'app/pool-exhausted'] },
    };
  },
});
