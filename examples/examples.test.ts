import { expect, test } from 'vitest';
import type { Report } from '../packages/rediscue/src/report/contract.ts';
import { can, eventually } from '../testbed/index.ts';
import { copied, withEngine, withServer } from './example.ts';

/** The first root cause with its chain, and what else is at error or above. */
const seen = ({ status, rootCauses }: Report) => ({
  status,
  first: rootCauses[0]?.code,
  chain: rootCauses[0]?.chain.map(({ code }) => code),
  serious: rootCauses.filter(({ severity }) => severity === 'critical' || severity === 'error').length,
});
const sound = { status: 'healthy', serious: 0 };

test('mestocker: payments fail, since the server has lost its password', async () => {
  const { example, server } = await withServer('mestocker');
  await using _ = example;
  const pay = (key: string) => example.status('/payments', { method: 'POST', body: JSON.stringify({ key, amount: 12 }) });
  await example.script('mend.mjs');
  await example.start('set -a; . ./.env; exec python3 -m app.main', () => example.status('/health'));
  expect(await pay('a')).toBe(201);
  expect(seen((await example.rediscue('diagnose')).report)).toMatchObject(sound);

  await example.script('break.mjs');
  expect(await pay('b')).toBe(500);
  const { report } = await example.rediscue('diagnose', { options: ['--log', 'app.log'] });
  expect(seen(report)).toMatchObject({ status: 'down', first: 'auth/server-has-no-password', chain: ['app/endpoint-failing', 'auth/server-has-no-password'], serious: 1 });
  expect(report.rootCauses[0]?.remedies[0]?.runbook).toBe('set-app-password');
  expect(report.rootCauses[0]?.summary).toContain(`127.0.0.1:${server.port}`);

  await example.script('mend.mjs');
  expect(await pay('b')).toBe(201);
  expect(seen((await example.rediscue('diagnose')).report)).toMatchObject(sound);
});

test("netra: the start-up in staging dies, since the host is the template's placeholder", async () => {
  const { example, server } = await withServer('netra');
  await using _ = example;
  const start = 'REDIS_READY_WITHIN_MS=500 exec node --env-file=.env.staging src/main.js';
  const staging = { env: { APP_ENV: 'staging' }, options: ['--log', 'app.log'] };
  await example.script('break.mjs');
  await example.start(start, () => example.status('/'));
  const { report } = await example.rediscue('diagnose', staging);
  expect(seen(report)).toMatchObject({ status: 'down', first: 'config/placeholder-value', serious: 1 });
  expect(seen(report).chain).toEqual(expect.arrayContaining(['app/readiness-timeout', 'config/placeholder-value']));
  expect(report.rootCauses[0]).toMatchObject({ summary: expect.stringContaining('your-redis-instance-ip'), where: [{ file: '.env.staging', line: 1 }] });

  await example.script('mend.mjs');
  await example.start(start, () => example.status('/'));
  expect(await welcome(`ws://127.0.0.1:${example.env.PORT}/`)).toBe('welcome');
  expect(seen((await example.rediscue('diagnose', staging)).report)).toMatchObject(sound);

  server.freeze();
  expect(await welcome(`ws://127.0.0.1:${example.env.PORT}/`)).toBe(1011);
  server.thaw();
});

/** The first message of a web socket, or the code with which it is closed. */
function welcome(url: string): Promise<unknown> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      resolve(data);
      socket.close();
    };
    socket.onclose = ({ code }) => resolve(code);
  });
}

test.each([
  ['memory', 'memory/full-noeviction', 503],
  ['frozen', 'process/unresponsive', 503],
  ['snapshot', 'persistence/snapshot-corrupt', 503],
] as const)('ai-force, the emergency %s: %s', async (emergency, code, status) => {
  const { example, server } = await withServer('ai-force', { maxmemory: '8mb' });
  await using _ = example;
  await example.script('mend.mjs');
  await example.start('exec node --env-file=.env src/main.js', () => example.status('/health'));
  expect(seen((await example.rediscue('diagnose')).report)).toMatchObject(sound);

  await example.script('break.mjs', emergency);
  if (emergency === 'snapshot') {
    server.options.ready = false;
    await (await server.start()).ended();
    server.options.ready = true;
  }
  expect(await example.status('/health')).toBe(status);
  const { report } = await example.rediscue('diagnose');
  expect(seen(report)).toMatchObject({ status: 'down', first: code, serious: 1 });
  expect(seen(report).chain).toEqual(expect.arrayContaining(['app/endpoint-failing', code]));

  await example.script('mend.mjs', emergency);
  if (emergency === 'snapshot') await server.start();
  await eventually('it is well again', async () => (await example.status('/health')) === 200);
  expect(seen((await example.rediscue('diagnose')).report)).toMatchObject(sound);
});

test('beautifyai: the files of the platform show what is wrong with it', async () => {
  await using example = copied('beautifyai');
  const { defects } = (await import(new URL('beautifyai/defects.mjs', import.meta.url).href)) as { defects: { code: string; file: string }[] };
  const told = ({ findings }: Report) => findings.map(({ code, where }) => `${code} in ${where[0]?.file}`).toSorted();
  await example.script('mend.mjs');
  expect(told((await example.rediscue('audit')).report)).toEqual([]);

  await example.script('break.mjs');
  const { report } = await example.rediscue('audit');
  expect(told(report)).toEqual(defects.map(({ code, file }) => `${code} in ${file}`).toSorted());
  expect(report.rootCauses[0]?.code).toBe('container/reference-undeclared');

  // What it knows exactly it changes itself; the rest is for a person.
  expect((await example.rediscue('audit', { options: ['--fix', '--yes'] })).report.findings.length).toBeLessThan(defects.length);
  await example.script('mend.mjs');
  expect(told((await example.rediscue('audit')).report)).toEqual([]);
});

// Skipped by a machine that cannot run containers, unless it is the one that decides.
test.skipIf(!can('containers') && !process.env.CI).each([
  ['exited', 'container/exited', 'down'],
  ['unpublished', 'network/port-not-published', 'down'],
  ['duplicate', 'container/duplicate', 'healthy'],
] as const)('castmatch, the container of the conversations is %s: %s', { timeout: 120_000 }, async (fault, code, status) => {
  const { example, engine } = await withEngine('castmatch', 'castmatch-redis');
  await using _ = example;
  await example.start('exec node --env-file=.env src/main.js', async () => true, engine.exec);
  expect(seen((await example.rediscue('diagnose', engine.seen)).report)).toMatchObject(sound);

  await example.script('break.mjs', fault);
  const { report } = await example.rediscue('diagnose', engine.seen);
  expect(seen(report)).toMatchObject({ status, first: code });
  expect(report.rootCauses[0]?.summary).toContain('castmatch-redis');

  await example.script('mend.mjs', fault);
  await engine.answers('castmatch-redis');
  const { report: after } = await example.rediscue('diagnose', engine.seen);
  expect(seen(after)).toMatchObject(sound);
  expect(after.findings.map((finding) => finding.code)).not.toContain(code);
});
