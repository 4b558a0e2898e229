import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { can, type Engine, eventually, freePort, startEngine, World } from '../../../../../testbed/index.ts';
import { parseTarget } from '../../declared/target/index.ts';
import type { Endpoint } from '../../declared/target/types.ts';
import type { FactData } from '../../facts/index.ts';
import { ProbeContext } from '../context.ts';
import { probeWire } from '../wire/index.ts';
import { probeRuntime } from './index.ts';

/** What the probe records of the endpoint, as `diagnose` asks it. */
async function look(engine: Engine, port: number): Promise<{ containers: FactData<'containers'> | undefined; log: FactData<'log'> | undefined }> {
  const environment = { DOCKER_HOST: engine.host };
  const context = new ProbeContext({ budgetMs: 5000, windowMs: 200, write: true, project: '/', environment }, new AbortController().signal);
  const target = parseTarget(`redis://127.0.0.1:${port}`, { kind: 'argument', name: null, place: null }, environment);
  const endpoint: Endpoint = { subject: `127.0.0.1:${port}`, host: '127.0.0.1', port, path: null };
  const reached = await probeWire(endpoint, target, context);
  await probeRuntime(endpoint, target, reached, context);
  reached.connection?.close();
  return { containers: context.get('containers', endpoint.subject, target.fact.name), log: context.get('log', endpoint.subject, target.fact.name) };
}

describe.skipIf(!can('containers') && !process.env.CI)('a real engine (needs podman and root)', () => {
  const world = new World();
  let engine: Engine;
  let port = 0;
  beforeAll(async () => {
    engine = await startEngine(world);
    port = await freePort();
  }, 120_000);
  afterAll(() => world.end(), 120_000);
  const publish = () => ['--publish', `127.0.0.1:${port}:6379`];
  const open = ['--protected-mode', 'no', '--save', ''];
  const remove = (name: string) => engine.podman('rm', '--force', '--time', '0', name);

  it('ties a running container by its published port, with mounts, policy and limit', async () => {
    mkdirSync(join(world.folder, 'redis.conf'));
    await engine.run(
      'well',
      [...publish(), '--memory', '64m', '--restart', 'always', '--volume', `${join(world.folder, 'redis.conf')}:/etc/redis.conf`, '--env', 'X_PASSWORD=hush-hush'],
      open,
    );
    await eventually('it runs', async () => (await look(engine, port)).containers?.containers[0]?.state === 'running');
    const { containers } = await look(engine, port);
    expect(containers).toMatchObject({
      runtime: 'podman',
      containers: [
        {
          name: 'well',
          part: 'server',
          restartPolicy: 'always',
          memoryLimitBytes: 64 * 1024 * 1024,
          published: [{ hostAddress: '127.0.0.1', hostPort: port, containerPort: 6379 }],
          mounts: [{ type: 'bind', destination: '/etc/redis.conf', sourceIs: 'empty-folder' }],
        },
      ],
    });
    expect(containers?.containers[0]?.tiedBy).toContain('published');
    expect(JSON.stringify(containers)).not.toContain('hush-hush');
    await remove('well');
  });

  it('sees a paused container', async () => {
    await engine.run('frozen', publish(), open);
    await engine.podman('pause', 'frozen');
    expect((await look(engine, port)).containers?.containers[0]).toMatchObject({ name: 'frozen', state: 'paused', part: 'server' });
    await engine.podman('unpause', 'frozen');
    await remove('frozen');
  });

  it('ties a stopped container by the port that it is to publish, and reads why it ended', async () => {
    await engine.run('wrong', publish(), ['--no-such-directive', 'yes']);
    await engine.becomes('wrong', 'exited');
    const { containers, log } = await look(engine, port);
    expect(containers?.containers[0]).toMatchObject({ name: 'wrong', state: 'exited', exitCode: 1, part: 'server', restartPolicy: 'no' });
    expect(log?.events.map(({ kind }) => kind)).toContain('config-fatal');
    expect(log?.foundBy).toBe('stdout');
    await remove('wrong');
  });

  it('takes no other Redis for this one', async () => {
    await engine.run('other', [], open);
    const { containers } = await look(engine, port);
    expect(containers?.containers.find(({ name }) => name === 'other')?.tiedBy ?? []).not.toContain('published');
    await remove('other');
  });
});

describe('without an engine', () => {
  it('records nothing and takes no time', async () => {
    const context = new ProbeContext(
      { budgetMs: 5000, windowMs: 200, write: true, project: '/', environment: { DOCKER_HOST: 'unix:///nonexistent.sock' } },
      new AbortController().signal,
    );
    const target = parseTarget('redis://127.0.0.1:1', { kind: 'argument', name: null, place: null }, {});
    await probeRuntime(
      { subject: '127.0.0.1:1', host: '127.0.0.1', port: 1, path: null },
      target,
      { connection: null, adminConnection: null, speaks: 'nothing', remoteAddress: null, localAddress: null },
      context,
    );
    expect(context.facts).toEqual([]);
    expect(context.notChecked).toEqual([]);
  });
});
