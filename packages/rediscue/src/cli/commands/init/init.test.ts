import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, projectFolder, startServer, World } from '../../../../../../testbed/index.ts';
import { rediscue } from '../../../../test/run.ts';
import { readConfig } from '../../../config/read.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const written = (folder: string): string => readFileSync(join(folder, 'rediscue.yaml'), 'utf8');
/** Every setting that stands there as a comment, switched on. */
const switchedOn = (text: string): string => text.slice(text.indexOf('# diagnose:')).replace(/^# ((?:diagnose|audit|app):| {2}\w+: \S.*)$/gm, '$1');

it('writes what is declared, without secrets, so that a diagnosis looks at the same', async () => {
  const [one, two] = [world.secret(), world.secret()];
  const guarded = await startServer(world, { config: { requirepass: one }, login: { password: one } });
  const open = await startServer(world);
  const folder = projectFolder(world, {
    '.env': `REDIS_HOST=127.0.0.1\nREDIS_PORT=${guarded.port}\nREDIS_PASSWORD=${one}\nSESSION_REDIS_URL=redis://127.0.0.1:${open.port}/3\nCACHE_REDIS_URL=redis://:${one}@localhost:${guarded.port}/1\n`,
    'k8s/app.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec:\n      containers:\n        - name: web\n          image: web:1\n          env: [{ name: REDIS_URL, value: "redis://:${two}@cluster-redis:6379" }]\n`,
  });
  const run = await rediscue(world, ['init', '--json'], { folder });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
  const text = written(folder);
  for (const secret of world.secrets) expect(run.stdout + text).not.toContain(secret);
  expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/rediscue\.schema\.json\n/);
  const { settings } = readConfig(text, 'rediscue.yaml');
  expect(settings.targets).toEqual({
    redis: { url: `redis://127.0.0.1:${guarded.port}`, passwordEnv: 'REDIS_PASSWORD' },
    cache: { urlEnv: 'CACHE_REDIS_URL', use: 'cache' },
    session: { url: `redis://127.0.0.1:${open.port}/3`, use: 'session' },
  });
  expect(text).toMatch(/^# - redis:\/\/:\*\*\*@cluster-redis:6379 in k8s\/app\.yaml:12: it is for another place/m);
  const document = JSON.parse(run.stdout);
  expect(document).toMatchObject({ schema: 1, written: true, overwritten: false, leftOut: [{ declaredIn: [{ file: 'k8s/app.yaml' }] }] });
  expect(document.targets.map(({ name }: { name: string }) => name).toSorted()).toEqual(['cache', 'redis', 'session']);
  expect(readdirSync(folder).toSorted()).toEqual(['.env', 'k8s', 'rediscue.yaml']);
  for (const args of [['diagnose'], ['diagnose', 'redis'], ['diagnose', 'cache', 'session']])
    expect(JSON.parse((await rediscue(world, [...args, '--json'], { folder })).stdout)).toMatchObject({ status: 'healthy' });
});

it('writes comments that are settings, too', async () => {
  const folder = projectFolder(world, {});
  const run = await rediscue(world, ['init'], { folder });
  expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('no target was found') });
  expect(readConfig(written(folder), 'rediscue.yaml').settings).toEqual({});
  expect(readConfig(switchedOn(written(folder)), 'rediscue.yaml').settings).toMatchObject({
    diagnose: { budget: '10s', window: '200ms', write: true },
    audit: { baseline: '.rediscue-baseline.json' },
    app: { health: 'http://127.0.0.1:8080/health' },
  });
});

it('leaves a wrong declaration where it is: a copy of it would hide it', async () => {
  const folder = projectFolder(world, { '.env': 'REDIS_URL=redis://${UNSET_HOST}:6379\n' });
  await rediscue(world, ['init'], { folder });
  expect(readConfig(written(folder), 'rediscue.yaml').settings.targets).toBeUndefined();
  expect(written(folder)).toContain('UNSET_HOST');
  // Also beside one that is well: targets in force would be all that is looked at.
  writeFileSync(join(folder, '.env'), 'REDIS_URL=redis://${UNSET_HOST}:6379\nCACHE_REDIS_URL=redis://cache.internal\n');
  expect((await rediscue(world, ['init', '--force'], { folder })).stdout).toContain('1 target: cache; as comments');
  expect(readConfig(written(folder), 'rediscue.yaml').settings.targets).toBeUndefined();
  expect(written(folder)).toContain('#     url: redis://cache.internal');
});

it('does not put what sources fall back to above the environment', async () => {
  const folder = projectFolder(world, { 'src/cache.js': "import { createClient } from 'redis';\ncreateClient({ url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379' });\n" });
  await rediscue(world, ['init'], { folder });
  expect(readConfig(written(folder), 'rediscue.yaml').settings.targets).toBeUndefined();
  expect(written(folder)).toContain('src/cache.js:2: sources fall back to it');
});

describe('what is there', () => {
  it('is not overwritten without --force', async () => {
    const folder = projectFolder(world, { 'rediscue.yaml': '# mine\n', '.env': 'REDIS_URL=redis://h\n' });
    const run = await rediscue(world, ['init', '--json'], { folder });
    expect(run.status).toBe(2);
    expect(JSON.parse(run.stdout).error.code).toBe('config/already-there');
    expect(written(folder)).toBe('# mine\n');
    const shown = await rediscue(world, ['init', '--dry-run'], { folder });
    expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining('url: redis://h') });
    expect(written(folder)).toBe('# mine\n');
    expect((await rediscue(world, ['init', '--force'], { folder })).status).toBe(0);
    expect(written(folder)).toContain('url: redis://h');
  });

  it('may be a link that leads nowhere', async () => {
    const folder = projectFolder(world, {});
    symlinkSync(join(folder, 'elsewhere.yaml'), join(folder, 'rediscue.yaml'));
    expect((await rediscue(world, ['init'], { folder })).status).toBe(2);
    expect(existsSync(join(folder, 'elsewhere.yaml'))).toBe(false);
  });

  it('is looked for in the folder that was named', async () => {
    mkdirSync(join(world.folder, 'shop'));
    writeFileSync(join(world.folder, 'shop/.env'), 'REDIS_URL=redis://h\n');
    expect((await rediscue(world, ['init', '--dir', 'shop'])).status).toBe(0);
    expect(written(join(world.folder, 'shop'))).toContain('url: redis://h');
    expect((await rediscue(world, ['init', '--dir', 'nowhere'])).status).toBe(2);
  });
});

describe('the other commands', () => {
  it('take its settings where their options say nothing, and refuse a wrong file', async () => {
    const folder = projectFolder(world, { 'rediscue.yaml': `targets: { cache: 'redis://127.0.0.1:${await freePort()}' }\ndiagnose: { window: 20s, budget: 30s }\n` });
    expect((await rediscue(world, ['diagnose', 'cache', '--budget', '5s'], { folder })).stderr).toContain('It has to be shorter than the budget of 5s.');
    const slip = await rediscue(world, ['diagnose', 'cahce', '--json'], { folder });
    expect(JSON.parse(slip.stdout).error).toMatchObject({ code: 'config/unknown-target', exit: 2, hint: expect.stringContaining('Did you mean cache?') });
    writeFileSync(join(folder, 'rediscue.yaml'), 'targets:\n  a: { prot: 1 }\n');
    for (const command of ['diagnose', 'audit']) {
      const run = await rediscue(world, [command, '--json'], { folder });
      expect(run.status).toBe(2);
      expect(JSON.parse(run.stdout).error).toMatchObject({ code: 'config/unknown-key', message: expect.stringContaining('rediscue.yaml:2') });
    }
  });

  it('audit leaves out what it ignores', async () => {
    const compose = 'services:\n  web:\n    image: web:1\n    environment: { REDIS_URL: "redis://localhost:6379" }\n  redis:\n    image: redis:7.4.1\n';
    const folder = projectFolder(world, { 'legacy/docker-compose.yml': compose });
    const findings = async () => JSON.parse((await rediscue(world, ['audit', '--json'], { folder })).stdout).findings.length;
    expect(await findings()).toBeGreaterThan(0);
    writeFileSync(join(folder, 'rediscue.yaml'), 'audit: { ignore: legacy/** }\n');
    expect(await findings()).toBe(0);
  });
});
