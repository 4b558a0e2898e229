import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, projectFolder, type Server, startServer, World } from '../../../../testbed/index.ts';
import { type DiagnoseRequest, diagnose, NoTarget } from './index.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

async function run(request: Partial<DiagnoseRequest>) {
  const { report, facts } = await diagnose(
    { targets: [], project: world.folder, budgetMs: 10_000, windowMs: 50, write: true, environment: {}, ...request },
    new AbortController().signal,
  );
  for (const secret of world.secrets) expect(JSON.stringify([report, facts])).not.toContain(secret);
  return report;
}
const serious = (report: Awaited<ReturnType<typeof run>>) => report.rootCauses.filter(({ severity }) => severity === 'critical' || severity === 'error').map(({ code }) => code);

describe('what is looked at', () => {
  test('the targets that were named, whatever else is declared', async () => {
    const server = await startServer(world);
    const project = projectFolder(world, { '.env': `REDIS_URL=redis://127.0.0.1:${await freePort()}\n` });
    const report = await run({ targets: [`redis://127.0.0.1:${server.port}`], project, environment: { CACHE_REDIS_URL: 'redis://127.0.0.1:1' } });
    expect(report).toMatchObject({ status: 'healthy', targets: [{ name: `redis://127.0.0.1:${server.port}`, declaredIn: [] }] });
  });

  test('otherwise what the environment and the env files declare, with file and line', async () => {
    const server = await startServer(world);
    const project = projectFolder(world, { '.env': `# app\nREDIS_URL=redis://127.0.0.1:${server.port}/0\n` });
    expect(await run({ project })).toMatchObject({ status: 'healthy', targets: [{ declaredIn: [{ file: '.env', line: 2 }] }] });
    expect(await run({ project, environment: { REDIS_URL: `redis://127.0.0.1:${server.port}/1` } })).toMatchObject({ status: 'healthy', targets: [{ declaredIn: [] }] });
  });

  test('a template declares nothing', async () => {
    const project = projectFolder(world, { '.env.example': 'REDIS_URL=redis://127.0.0.1:1\n' });
    await expect(run({ project })).rejects.toThrow(NoTarget);
    await expect(run({ project })).rejects.toThrow('neither the environment nor an env file');
  });

  test('an env file that cannot be read is told', async () => {
    const server = await startServer(world);
    const project = projectFolder(world, { '.env': 'x'.repeat(1024 * 1024 + 1) });
    const report = await run({ project, environment: { REDIS_URL: `redis://127.0.0.1:${server.port}` } });
    expect(report.notChecked).toContainEqual({ what: '.env', why: 'it is larger than 1 MiB' });
  });
});

describe('a password that was changed in redis.conf while the server ran', () => {
  const url = (server: Server, password: string) => `redis://:${password}@127.0.0.1:${server.port}/0`;
  /** As somebody changes it some time after the start. */
  const edit = (server: Server, change: (text: string) => string) => {
    writeFileSync(server.configFile, change(readFileSync(server.configFile, 'utf8')));
    const later = new Date(Date.now() + 400);
    utimesSync(server.configFile, later, later);
  };
  async function changed(): Promise<{ server: Server; old: string; fresh: string }> {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: old }, login: { password: old } });
    edit(server, (text) => text.replace(old, fresh));
    return { server, old, fresh };
  }

  test('the application has the new one: the change was not applied', async () => {
    const { server, fresh } = await changed();
    const report = await run({ targets: [url(server, fresh)] });
    expect(serious(report)).toEqual(['config/change-not-applied']);
    const line = readFileSync(server.configFile, 'utf8').split('\n').indexOf(`requirepass ${fresh}`) + 1;
    expect(report.rootCauses[0]).toMatchObject({
      severity: 'critical',
      where: [{ file: server.configFile, line }],
      summary: expect.stringContaining(`${server.configFile}:${line}`),
    });
    expect(report.rootCauses[0]?.chain.map(({ code }) => code)).toEqual(['auth/password-wrong', 'config/change-not-applied']);
    await server.stop();
    server.options.login = { password: fresh };
    await server.start();
    expect(await run({ targets: [url(server, fresh)] })).toMatchObject({ status: 'healthy' });
  });

  test('the application has neither: its password is wrong', async () => {
    const { server } = await changed();
    expect(serious(await run({ targets: [url(server, world.secret('third'))] }))).toEqual(['auth/password-wrong']);
  });

  test('the application has the old one, which works', async () => {
    const { server, old } = await changed();
    expect(await run({ targets: [url(server, old)] })).toMatchObject({ status: 'healthy' });
  });

  test('it was changed on the running server instead: the password of the application is wrong', async () => {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: old }, login: { password: old } });
    await server.call('CONFIG', 'SET', 'requirepass', fresh);
    expect(serious(await run({ targets: [url(server, old)] }))).toEqual(['auth/password-wrong']);
  });

  test('the server runs without one, the file was given one', async () => {
    const fresh = world.secret('new');
    const server = await startServer(world);
    edit(server, (text) => `${text}requirepass ${fresh}\n`);
    const report = await run({ targets: [url(server, fresh)] });
    expect(serious(report)).toEqual(['config/change-not-applied']);
    expect(report.rootCauses[0]?.chain.map(({ code }) => code)).toEqual(['auth/server-has-no-password', 'config/change-not-applied']);
  });
});
