import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can, type Engine, eventually, startEngine, World } from '../../../../../testbed/index.ts';
import { ProbeContext } from '../context.ts';
import { serviceLogs } from './index.ts';

const shop = [{ service: 'app', project: 'shop' }];

describe.skipIf(!can('containers') && !process.env.CI)('the log of a service (needs podman and root)', () => {
  const world = new World();
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine(world);
    await engine.podman('tag', engine.image, 'shop:1');
  }, 120_000);
  afterAll(() => world.end(), 120_000);

  const context = () => new ProbeContext({ budgetMs: 5000, windowMs: 50, write: false, project: '/', environment: { DOCKER_HOST: engine.host } }, new AbortController().signal);
  const run = (name: string, script: string, ...options: string[]) => engine.run(name, ['--entrypoint=sh', ...options], ['-c', script], 'shop:1');
  const label = (service: string, project: string) => [`--label=com.docker.compose.service=${service}`, `--label=com.docker.compose.project=${project}`];

  test('is what it wrote since it was started, with the time of each line', async () => {
    await run(
      'shop-app-1',
      'if test -e /tmp/again; then echo second >&2; exec sleep infinity; fi; : > /tmp/again; echo first; exit 3',
      ...label('app', 'shop'),
      '--env=API_TOKEN=hush-hush',
    );
    await engine.becomes('shop-app-1', 'exited');
    expect(await serviceLogs(shop, context())).toMatchObject([{ container: { name: 'shop-app-1', runtime: 'podman', state: 'exited' }, text: expect.stringContaining('first') }]);
    // Podman's API tells whole seconds: within one it could not be said to which run a line belongs.
    const second = Math.floor(Date.now() / 1000);
    await eventually('another second', () => Math.floor(Date.now() / 1000) > second);
    await engine.podman('start', 'shop-app-1');
    const [log] = await eventually('it writes again', async () => {
      const logs = await serviceLogs(shop, context());
      return logs[0]?.text.includes('second') ? logs : null;
    });
    expect(log?.text).not.toContain('first');
    expect(log?.times[0]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(log?.secrets).toEqual(['hush-hush']);
  });

  test('is asked of no other service and no other project', async () => {
    await run('other-app-1', 'echo other; exec sleep infinity', ...label('app', 'other'));
    await run('shop-db-1', 'echo db; exec sleep infinity', ...label('db', 'shop'));
    const logs = await serviceLogs(shop, context());
    expect(logs.map(({ container }) => container.name)).toEqual(['shop-app-1']);
  });

  test('is bounded where the lines are long', async () => {
    await run(
      'shop-long-1',
      'x=xxxxxxxxxx; for i in 1 2 3 4 5 6 7 8 9; do x=$x$x; done; i=0; while [ $i -lt 1100 ]; do echo $x; i=$((i+1)); done; echo last; exec sleep infinity',
      ...label('long', 'shop'),
    );
    const [log] = await eventually('all of it is written', async () => {
      const logs = await serviceLogs([{ service: 'long', project: 'shop' }], context());
      return logs[0]?.text.includes('last') ? logs : null;
    });
    expect(log?.text.length).toBeLessThan(4 * 1024 * 1024);
  });
});
