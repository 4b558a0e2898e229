import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, listen, type Server, type ServerOptions, startReplicated, startServer, strangers, World } from '../../../../testbed/index.ts';
import { causes } from '../causes/generated/index.ts';
import { processLayer, targetsFromLayers } from '../declared/environment/index.ts';
import { parseTarget } from '../declared/target/index.ts';
import { type Facts, parseFacts } from '../facts/index.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { toReport } from './to-report.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const target = (text: string) => parseTarget(text, { kind: 'argument', name: null, place: null }, {});
const at = (port: number, login = '') => target(`redis://${login}127.0.0.1:${port}/0`);
const declared = (environment: Record<string, string>) => targetsFromLayers([processLayer(environment)]);
const look = (targets: Parameters<typeof gather>[0], { budgetMs = 10_000, signal = new AbortController().signal } = {}) =>
  gather(targets, { budgetMs, windowMs: 50, write: true, project: world.folder, environment: {} }, signal);
const seen = (facts: Facts, subject: string) => facts.facts.filter((fact) => fact.subject === subject).map(({ probe }) => probe);

describe('the budget', () => {
  test('cuts off what hangs, tells it, and keeps what was seen', async () => {
    const hanging = await Promise.all([listen(world, strangers.silent), listen(world, strangers.tarpit), listen(world, strangers.endless)]);
    const server = await startServer(world);
    const facts = await look([...hanging.map(({ port }) => at(port)), at(server.port)], { budgetMs: 700 });
    expect(seen(facts, `127.0.0.1:${server.port}`)).toContain('connect');
    expect(facts.notChecked.map(({ what }) => what)).toContain(`127.0.0.1:${hanging[0]?.port}`);
    const [count, notes] = [facts.facts.length, facts.notChecked.length];
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([facts.facts.length, facts.notChecked.length]).toEqual([count, notes]);
  });

  test('is not used up by dead ends', async () => {
    const facts = await look([at(await freePort()), target('redis://name.invalid'), target('redis://:a/b@h')]);
    expect(facts.notChecked).toEqual([]);
  });
});

describe('several targets', () => {
  test('are looked at side by side', async () => {
    const silent = await Promise.all([1, 2, 3].map(() => listen(world, strangers.silent)));
    const facts = await look(silent.map(({ port }) => at(port)));
    const spans = facts.facts.filter(({ probe }) => probe === 'speak').map((fact) => [Date.parse(fact.at), Date.parse(fact.at) + fact.durationMs] as const);
    expect(spans).toHaveLength(3);
    expect(Math.max(...spans.map(([from]) => from))).toBeLessThan(Math.min(...spans.map(([, to]) => to)));
  });

  test('and one that fails leaves the others alone', async () => {
    const server = await startServer(world);
    const facts = await look([at(await freePort()), at(server.port)]);
    const { project, roots } = judge(facts, causes);
    expect(project.targets.map(({ endpoints }) => endpoints[0]?.get('write')?.state)).toEqual([undefined, 'ok']);
    expect(roots[0]?.finding.cause.code).toBe('network/nothing-listening');
  });
});

test('servers that are announced are looked at too, and replicas are not written to', async () => {
  const { primary, replicas } = await startReplicated(world, { replicas: 1 });
  const facts = await look([at(primary.port)]);
  const subject = `127.0.0.1:${replicas[0]?.port}`;
  expect(facts.facts.find((fact) => fact.probe === 'learned' && fact.subject === subject)?.data).toEqual({ from: 'replication', by: `127.0.0.1:${primary.port}`, as: 'replica' });
  expect(judge(facts, causes).project.targets[0]?.endpoint(subject)?.get('write')?.state).toBe('not-asked');
});

describe('facts that were saved', () => {
  const situations: [string, (server: Server) => Parameters<typeof gather>[0]][] = [
    ['a healthy server', (server) => [at(server.port, `:${world.secrets[0]}@`)]],
    ['a wrong password', (server) => [at(server.port, ':wrong-one@')]],
    [
      'two declarations that contradict each other',
      (server) => declared({ REDIS_URL: 'redis://127.0.0.1:1', VALKEY_URL: `valkey://:${world.secrets[0]}@127.0.0.1:${server.port}` }),
    ],
  ];
  test.each(situations)('give the same verdict again: %s', async (_, targets) => {
    const password = world.secret();
    const facts = await look(targets(await startServer(world, { config: { requirepass: password }, login: { password } })));
    const text = JSON.stringify(facts);
    for (const secret of [...world.secrets, 'wrong-one']) expect(text).not.toContain(secret);
    const again = parseFacts(JSON.parse(text));
    expect(toReport(judge(again, causes), again, 1)).toEqual(toReport(judge(facts, causes), facts, 1));
  });
});

describe('an abort', () => {
  test('ends it at once and closes what was opened', async () => {
    let open = 0;
    const stop = new AbortController();
    let stoppedAt = Number.POSITIVE_INFINITY;
    const silent = await listen(world, (socket) => {
      open += 1;
      // It hangs from the first question on.
      socket.once('data', () => {
        stoppedAt = Math.min(stoppedAt, performance.now());
        stop.abort();
      });
      socket.once('close', () => {
        open -= 1;
      });
    });
    const facts = await look([at(silent.port)], { budgetMs: 30_000, signal: stop.signal });
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
    expect(facts.notChecked.map(({ what }) => what)).toContain(`127.0.0.1:${silent.port}`);
    await expect.poll(() => open).toBe(0);
  });

  test('before the start looks at nothing', async () => {
    const server = await startServer(world);
    const facts = await look([at(server.port)], { signal: AbortSignal.abort() });
    expect(seen(facts, `127.0.0.1:${server.port}`)).not.toContain('info');
  });
});

describe('declarations that contradict each other', () => {
  const options: ServerOptions = { config: { 'enable-debug-command': 'no' } };
  const roots = (facts: Facts) =>
    judge(facts, causes)
      .roots.filter(({ severity }) => severity === 'critical' || severity === 'error')
      .map(({ finding, chain }) => [finding.cause.code, chain[0]?.cause.code]);
  const connections = async (server: Server) => Number(await (await server.client()).info('total_connections_received'));

  test('the loser is left alone while the winner works', async () => {
    const [won, lost] = [await startServer(world, options), await startServer(world, options)];
    const before = await connections(lost);
    const facts = await look(declared({ REDIS_URL: `redis://127.0.0.1:${won.port}`, VALKEY_URL: `valkey://127.0.0.1:${lost.port}` }));
    expect(await connections(lost)).toBe(before + 1);
    expect(facts.facts.find(({ probe }) => probe === 'rivals')).toMatchObject({
      subject: `127.0.0.1:${won.port}`,
      data: { overridden: [{ name: `valkey://127.0.0.1:${lost.port}`, differs: 'endpoint', place: null, rule: 'REDIS_URL beats VALKEY_URL' }] },
    });
    expect(roots(facts)).toEqual([]);
  });

  test('a loser that works is told where the winner fails; nothing is written to it', async () => {
    const lost = await startServer(world, options);
    const dead = await freePort();
    const facts = await look(declared({ REDIS_URL: `redis://127.0.0.1:${dead}`, REDIS_HOST: '127.0.0.1', REDIS_PORT: String(lost.port) }));
    expect(roots(facts)).toEqual([['config/conflicting-sources', 'network/nothing-listening']]);
    expect(judge(facts, causes).project.targets.map(({ name }) => name)).toEqual([`redis://127.0.0.1:${dead}`]);
    expect(await (await lost.client()).info('total_writes_processed')).not.toBe('1');
    expect(await lost.call('DBSIZE')).toBe(0);
    expect(await (await lost.client()).info('expired_keys')).toBe('0');
  });

  test('a loser that fails too changes nothing', async () => {
    const [one, other] = [await freePort(), await freePort()];
    expect(roots(await look(declared({ REDIS_URL: `redis://127.0.0.1:${one}`, VALKEY_URL: `valkey://127.0.0.1:${other}` })))).toEqual([
      ['network/nothing-listening', 'network/nothing-listening'],
    ]);
  });

  test('a winner that is the right server and hangs is not blamed on its declaration', async () => {
    const [won, lost] = [await startServer(world), await startServer(world)];
    won.freeze();
    try {
      expect(roots(await look(declared({ REDIS_URL: `redis://127.0.0.1:${won.port}`, VALKEY_URL: `valkey://127.0.0.1:${lost.port}` })))[0]?.[0]).toBe('process/unresponsive');
    } finally {
      won.thaw();
    }
  });

  test('passwords: the one that wins is refused, the one that loses is taken', async () => {
    const [old, fresh] = [world.secret('old'), world.secret('new')];
    const server = await startServer(world, { config: { requirepass: fresh }, login: { password: fresh } });
    const facts = await look(declared({ REDIS_URL: `redis://:${old}@127.0.0.1:${server.port}`, REDIS_PASSWORD: fresh }));
    expect(roots(facts)).toEqual([['config/conflicting-sources', 'auth/password-wrong']]);
    for (const secret of world.secrets) expect(JSON.stringify(facts)).not.toContain(secret);
  });
});
