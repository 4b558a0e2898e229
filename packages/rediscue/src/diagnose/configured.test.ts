import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFolder as folderNamed, freePort, startServer, World } from '../../../../testbed/index.ts';
import { loadConfig } from '../config/load.ts';
import { type DiagnoseRequest, diagnose } from './index.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

let folders = 0;
/** A folder of its own, each time. */
const projectFolder = (files: Record<string, string>): string => folderNamed(world, files, `project-${folders++}`);

async function run(project: string, request: Partial<DiagnoseRequest> = {}) {
  const config = await loadConfig(project);
  const asked = { targets: [], project, budgetMs: 10_000, windowMs: 50, write: true, environment: {}, config, ...request };
  const { report, facts } = await diagnose(asked, new AbortController().signal);
  for (const secret of world.secrets) expect(JSON.stringify([report, facts])).not.toContain(secret);
  return report;
}
const codes = (report: Awaited<ReturnType<typeof run>>) => report.rootCauses.filter(({ severity }) => severity !== 'warning').map(({ code }) => code);

/** A server with a password, and what a project needs to say of it. */
async function guarded() {
  const password = world.secret();
  const { port } = await startServer(world, { config: { requirepass: password }, login: { password } });
  return { password, port, url: `redis://127.0.0.1:${port}/0` };
}

test('a name of the file is looked at, with the password of its variable, from the environment or an env file', async () => {
  const { password, port, url } = await guarded();
  const config = `targets:\n  cache:\n    host: 127.0.0.1\n    port: ${port}\n    passwordEnv: CACHE_SECRET\n  other: redis://127.0.0.1:1\n`;
  const project = projectFolder({ 'rediscue.yaml': config });
  const report = await run(project, { targets: ['cache'], environment: { CACHE_SECRET: password } });
  expect(report).toMatchObject({ status: 'healthy', targets: [{ name: `redis://:***@127.0.0.1:${port}`, declaredIn: [{ file: 'rediscue.yaml', line: 2 }] }] });
  expect(await run(projectFolder({ 'rediscue.yaml': config, '.env': `CACHE_SECRET=${password}\n` }), { targets: ['cache'] })).toMatchObject({ status: 'healthy' });
  const unset = await run(project, { targets: ['cache'] });
  expect(unset.status).toBe('down');
  expect(JSON.stringify(unset.rootCauses)).toContain('CACHE_SECRET');
  expect(unset.rootCauses[0]?.where).toContainEqual(expect.objectContaining({ file: 'rediscue.yaml', line: 5 }));
  // A URL that is typed is what is meant, whatever the file says.
  expect(await run(project, { targets: [url], environment: { REDIS_PASSWORD: password } })).toMatchObject({ status: 'healthy', targets: [{ declaredIn: [] }] });
});

test('without a name all of its targets are looked at, and they win over what is declared elsewhere', async () => {
  const { password, port } = await guarded();
  const open = await startServer(world);
  const file = join(world.folder, 'password');
  writeFileSync(file, `${password}\n`);
  const config = `targets:\n  cache: { url: 'redis://127.0.0.1:${port}', passwordFile: ${file} }\n  jobs: redis://127.0.0.1:${open.port}\n`;
  const project = projectFolder({ 'rediscue.yaml': config, '.env': `REDIS_URL=redis://127.0.0.1:${await freePort()}\n` });
  const report = await run(project);
  expect(report).toMatchObject({ status: 'healthy', targets: [{ declaredIn: [{ file: 'rediscue.yaml', line: 2 }] }, { declaredIn: [{ file: 'rediscue.yaml', line: 3 }] }] });
  // A file without targets leaves to the others what they declare.
  const silent = projectFolder({ 'rediscue.yaml': 'diagnose: { budget: 5s }\n', '.env': `REDIS_URL=redis://127.0.0.1:${open.port}\n` });
  expect(await run(silent)).toMatchObject({ status: 'healthy', targets: [{ declaredIn: [{ file: '.env', line: 1 }] }] });
});

test('a login that it leaves open is the one that is declared for the very same server', async () => {
  const { password, port, url } = await guarded();
  const config = `targets:\n  cache: ${url}\n`;
  expect(await run(projectFolder({ 'rediscue.yaml': config, '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${port}/0\n` }), { targets: ['cache'] })).toMatchObject({
    status: 'healthy',
  });
  expect(await run(projectFolder({ 'rediscue.yaml': config }), { targets: ['cache'], environment: { REDIS_PASSWORD: password } })).toMatchObject({ status: 'healthy' });
  expect(codes(await run(projectFolder({ 'rediscue.yaml': config }), { targets: ['cache'] }))).toEqual(['auth/password-missing']);
  expect(codes(await run(projectFolder({ 'rediscue.yaml': config, '.env': `REDIS_URL=redis://:${password}@127.0.0.1:${await freePort()}/0\n` }), { targets: ['cache'] }))).toEqual([
    'auth/password-missing',
  ]);
});

test('how the application checks the certificate is taken from its own declaration, where the file says nothing of it', async () => {
  const port = await freePort();
  const env = { '.env': `REDIS_URL=rediss://127.0.0.1:${port}?ssl_cert_reqs=none&ssl_ca_certs=/nowhere/ca.pem\n` };
  const files = async (config: string) => {
    const project = projectFolder({ 'rediscue.yaml': config, ...env });
    const { facts } = await diagnose(
      { targets: ['a'], project, budgetMs: 3000, windowMs: 50, write: false, environment: {}, config: await loadConfig(project) },
      new AbortController().signal,
    );
    return facts.facts.find(({ probe }) => probe === 'target')?.data;
  };
  expect(await files(`targets: { a: 'rediss://127.0.0.1:${port}' }\n`)).toMatchObject({ authority: { file: '/nowhere/ca.pem' } });
  expect(await files(`targets: { a: { url: 'rediss://127.0.0.1:${port}', tls: { caFile: /own/ca.pem } } }\n`)).toMatchObject({ authority: { file: '/own/ca.pem' } });
});

test('urlEnv takes the whole URL, and a variable that is not set is told with its line', async () => {
  const { password, port } = await guarded();
  const project = projectFolder({ 'rediscue.yaml': 'targets:\n  cache:\n    urlEnv: SHOP_STORE\n' });
  expect(await run(project, { environment: { SHOP_STORE: `redis://:${password}@127.0.0.1:${port}/0` } })).toMatchObject({ status: 'healthy' });
  const report = await run(project);
  expect(report.rootCauses[0]).toMatchObject({ code: expect.stringMatching(/^config\//), where: [{ file: 'rediscue.yaml', line: 3 }] });
});
