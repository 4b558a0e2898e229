import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { can, eventually, freePort, listenHttp, namespace, projectFolder, Server, type ServerOptions, smallDisk, startServer, World } from '../../../../../testbed/index.ts';
import type { Endpoint, Target } from '../../declared/target/types.ts';
import { type FactData, factSchemas, type ProbeName } from '../../facts/index.ts';
import { RedisError } from '../../redis/index.ts';
import { ProbeContext } from '../context.ts';
import { probeServer } from '../server/index.ts';
import { probeWire } from '../wire/index.ts';
import { probeHost } from './index.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world[Symbol.asyncDispose]());

interface Seen {
  context: ProbeContext;
  get<K extends ProbeName>(probe: K): FactData<K> | undefined;
  ms: number;
}

/** Looks at an endpoint as the product does: the wire first, then the server and its machine side by side. */
async function lookAt({
  host = '127.0.0.1',
  port = 0,
  path = null,
  project = world.folder,
  password = null,
}: {
  host?: string;
  port?: number;
  path?: string | null;
  project?: string;
  password?: string | null;
}): Promise<Seen> {
  const subject = path ?? `${host}:${port}`;
  const endpoint: Endpoint = { subject, host, port, path };
  const none = { set: password !== null, placeholder: null, variable: null, weak: null, padded: false };
  const target: Target = {
    fact: {
      name: subject,
      kind: path === null ? 'server' : 'unix',
      tls: false,
      addresses: path === null ? [{ host, port }] : [],
      path,
      primaryName: null,
      username: null,
      password: none,
      sentinelPassword: null,
      database: 0,
      use: null,
      readOnly: false,
      sources: [],
      problems: [],
      clientCertificate: { given: false, file: null },
      authority: { given: false, file: null },
      adminGiven: false,
      shadowOf: null,
    },
    credentials: { username: null, password },
    sentinelCredentials: null,
    admin: null,
    tls: null,
    rivals: [],
  };
  const context = new ProbeContext({ budgetMs: 10_000, windowMs: 50, write: true, project, environment: {} }, new AbortController().signal);
  const reached = await probeWire(endpoint, target, context);
  const start = performance.now();
  await Promise.all([reached.connection && probeServer(endpoint, target, reached, context), probeHost(endpoint, target, reached, context)]);
  reached.connection?.close();
  for (const fact of context.facts) factSchemas[fact.probe].parse(fact.data);
  const text = JSON.stringify([context.facts, context.notChecked]);
  for (const secret of world.secrets) expect(text).not.toContain(secret);
  return { context, ms: performance.now() - start, get: (probe) => context.get(probe, probe === 'kernel' ? 'this machine' : subject, probe === 'kernel' ? null : subject) };
}

const start = (options: ServerOptions = {}) => startServer(world, options);
/** A server that was started and is gone. */
async function dead(options: ServerOptions, signal: NodeJS.Signals = 'SIGTERM'): Promise<Server> {
  const server = await start(options);
  await server.stop(signal);
  return server;
}
/** A start that must fail. */
async function failing(options: ServerOptions): Promise<Server> {
  const server = await new Server(world, await freePort(), { ...options, ready: false }).start();
  await server.ended();
  return server;
}
const kinds = (seen: Seen) =>
  seen
    .get('log')
    ?.events.filter(({ afterLastStart }) => afterLastStart)
    .map(({ kind }) => kind) ?? [];

describe('a server that runs here', () => {
  test('its process, sockets, configuration, log, data, CPU and the kernel are seen', async () => {
    const password = world.secret();
    const server = await start({ config: { requirepass: password, appendonly: 'yes' }, login: { password } });
    const seen = await lookAt({ port: server.port, password });
    expect(seen.get('process')).toMatchObject({ pid: server.pid, tiedBy: 'listener', isServer: true, containerId: null, workingDirectory: join(server.folder, 'data') });
    expect(seen.get('process')?.openFilesLimit).toBeGreaterThan(0);
    expect(seen.get('listeners')?.onPort).toContainEqual({ address: '127.0.0.1', port: server.port, pid: server.pid, name: seen.get('process')?.name });
    expect(seen.get('configFile')).toMatchObject({ file: server.configFile, foundBy: 'info', readable: true, problems: [], sentinel: false, singleFileMount: false });
    expect(seen.get('configFile')?.directives.find(({ name }) => name === 'requirepass')).toMatchObject({ values: ['***'], secret: { set: true, weak: null } });
    expect(seen.get('log')).toMatchObject({ file: server.logFile, foundBy: 'config', ended: 'ready' });
    expect(seen.get('data')).toMatchObject({ directory: join(server.folder, 'data'), state: 'ok', writableByServer: true, readOnly: false, snapshot: { state: 'missing' } });
    expect(new Set(seen.get('data')?.appendOnly?.parts.map(({ state }) => state))).toEqual(new Set(['ok']));
    expect(seen.get('cpu')?.windowMs).toBeGreaterThanOrEqual(49);
    expect(seen.get('cpu')?.mainThreadShare).toBeLessThan(0.8);
    expect(seen.get('kernel')).toMatchObject({ platform: process.platform });
    expect(seen.get('expected')).toBeUndefined();
    const started = Date.parse(seen.get('process')?.startedAt ?? '');
    expect(Math.abs(started - Date.parse(seen.get('log')?.events[0]?.at ?? ''))).toBeLessThan(1500);
  });

  test('a busy main thread shows in the CPU figures', async () => {
    const server = await start({ config: { 'lua-time-limit': '20' } });
    const client = await server.client();
    const busy = client.quietly('EVAL', 'while true do end', '0');
    await eventually('it is busy', async () => {
      const reply = await (await server.client()).quietly('PING');
      return reply instanceof RedisError && reply.code === 'BUSY';
    });
    const seen = await lookAt({ port: server.port });
    await server.call('SCRIPT', 'KILL');
    await busy;
    client.close();
    expect(seen.get('cpu')?.mainThreadShare).toBeGreaterThan(0.3);
  });

  test('a stopped one is in state T, and its files are found without a word from it', async () => {
    const server = await start();
    server.freeze();
    try {
      const seen = await lookAt({ port: server.port });
      expect(seen.get('process')).toMatchObject({ pid: server.pid, state: 'T', isServer: true });
      expect(seen.get('configFile')).toMatchObject({ file: server.configFile, foundBy: 'project' });
      expect(seen.get('log')).toMatchObject({ file: server.logFile, ended: 'ready' });
    } finally {
      server.thaw();
    }
  });

  test('over a unix socket', async () => {
    const path = join(world.folder, 'redis.sock');
    const server = await start({ config: { unixsocket: path } });
    expect((await lookAt({ path })).get('process')).toMatchObject({ pid: server.pid, tiedBy: 'listener' });
  });

  test('a password among the arguments is noticed and masked', async () => {
    const password = world.secret();
    const server = await start({ args: ['--requirepass', password, '--set-proc-title', 'no'], login: { password } });
    const seen = await lookAt({ port: server.port, password });
    expect(seen.get('process')).toMatchObject({ secretInArguments: true });
    expect(seen.get('process')?.arguments).toContain('***');
  });

  test.runIf(can('namespaces'))('in another network namespace', async () => {
    const space = namespace(world);
    const server = await start({ through: space.exec, host: space.inside, config: { bind: '*', 'protected-mode': 'no' } });
    expect((await lookAt({ host: space.inside, port: server.port })).get('process')).toMatchObject({ pid: server.pid, isServer: true });
    server.freeze();
    expect((await lookAt({ host: space.inside, port: server.port })).get('process')).toMatchObject({ pid: server.pid, tiedBy: 'listener', state: 'T' });
    server.thaw();
  });

  test.runIf(can('users'))('as another user: whether it may write its folders', async () => {
    const server = new Server(world, await freePort(), { through: ['setpriv', '--reuid=65534', '--clear-groups'], config: { logfile: '""' } });
    world.run('chmod', ['-R', 'a+rX', world.folder]);
    await server.start();
    const seen = await lookAt({ port: server.port });
    expect(seen.get('process')).toMatchObject({ uid: 65534, user: 'nobody' });
    expect(seen.get('data')).toMatchObject({ owner: 'root', writableByServer: false });
    expect(seen.get('configFile')).toMatchObject({ writable: false });
  });

  test.runIf(can('mounts'))('a full disk', async () => {
    const disk = join(world.folder, 'disk');
    smallDisk(world, disk, 256 * 1024);
    const server = await start({ config: { dir: disk } });
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(256 * 1024));
    await server.call('SET', 'key', 'x'.repeat(100_000));
    await server.call('BGSAVE').catch(() => undefined);
    await eventually('the snapshot fails', async () => (await (await server.client()).info('rdb_last_bgsave_status')) === 'err');
    const seen = await lookAt({ port: server.port });
    expect(seen.get('data')).toMatchObject({ directory: disk, freeBytes: 0 });
    expect(seen.get('log')?.events.find(({ detail }) => detail.errno === 'ENOSPC')).toMatchObject({ kind: expect.stringMatching(/^save-/) });
  });

  test('a damaged snapshot beside a server that is well', async () => {
    const server = await start();
    await server.call('SET', 'key', 'value');
    await server.call('SAVE');
    truncateSync(join(server.folder, 'data', 'dump.rdb'), 40);
    expect((await lookAt({ port: server.port })).get('data')).toMatchObject({ snapshot: { state: 'truncated', offset: 40 } });
  });
});

describe('a server that should run here and does not', () => {
  test('shut down on request', async () => {
    const server = await dead({});
    const seen = await lookAt({ port: server.port });
    expect(seen.get('process')).toBeUndefined();
    expect(seen.get('expected')?.by).toMatchObject([{ kind: 'redis.conf', place: { file: server.configFile, line: 1 }, text: `port ${server.port}` }]);
    expect(seen.get('configFile')).toMatchObject({ file: server.configFile, foundBy: 'project' });
    expect(seen.get('log')).toMatchObject({ file: server.logFile, ended: 'shutdown' });
    expect(seen.ms).toBeLessThan(1500);
  });

  test('killed without a word: its log ends with ready', async () => {
    const server = await dead({}, 'SIGKILL');
    expect((await lookAt({ port: server.port })).get('log')).toMatchObject({ ended: 'ready' });
  });

  test('crashed', async () => {
    const server = await start();
    await server.call('DEBUG', 'SEGFAULT').catch(() => undefined);
    await server.ended();
    const seen = await lookAt({ port: server.port });
    expect(seen.get('log')).toMatchObject({ ended: 'crashed' });
    expect(seen.get('log')?.events).toContainEqual(expect.objectContaining({ kind: 'crash-signal', detail: expect.objectContaining({ signal: '11' }) }));
  });

  test('a snapshot is damaged', async () => {
    const server = await start();
    await server.call('SET', 'key', 'value'.repeat(100));
    await server.call('SAVE');
    await server.stop('SIGKILL');
    const file = join(server.folder, 'data', 'dump.rdb');
    const bytes = readFileSync(file);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] as number) ^ 1;
    writeFileSync(file, bytes);
    server.options.ready = false;
    await server.start();
    await server.ended();
    const seen = await lookAt({ port: server.port });
    expect(kinds(seen)).toContain('rdb-corrupt');
    expect(seen.get('log')).toMatchObject({ ended: 'exited' });
    expect(seen.get('data')).toMatchObject({ snapshot: { state: 'damaged', file } });
  });

  test('an append-only log is damaged in the middle', async () => {
    const server = await start({ config: { appendonly: 'yes', 'aof-use-rdb-preamble': 'no' } });
    for (let index = 0; index < 20; index++) await server.call('SET', `key${index}`, 'value');
    await server.stop('SIGKILL');
    const data = join(server.folder, 'data');
    const part = [join(data, 'appendonlydir', 'appendonly.aof.1.incr.aof'), join(data, 'appendonly.aof')].find((path) => existsSync(path)) ?? '';
    const bytes = readFileSync(part);
    const at = bytes.indexOf('*3\r\n', 200);
    bytes.write('*x', at);
    writeFileSync(part, bytes);
    server.options.ready = false;
    await server.start();
    await server.ended();
    const seen = await lookAt({ port: server.port });
    expect(kinds(seen)).toContain('aof-corrupt');
    expect(seen.get('data')?.appendOnly?.parts.at(-1)).toMatchObject({ state: 'damaged', offset: at, lossBytes: bytes.length - at });
  });

  test('a wrong directive: the reason stands on stderr alone', async () => {
    const server = await failing({ config: { 'maxmemoy-policy': 'noeviction' } });
    const alone = await lookAt({ port: server.port });
    expect(alone.get('configFile')?.problems).toMatchObject([{ place: { file: server.configFile }, reason: expect.stringContaining('maxmemory-policy') }]);
    writeFileSync(join(server.folder, 'stderr.log'), server.output);
    const seen = await lookAt({ port: server.port });
    expect(seen.get('log')).toMatchObject({ ended: 'exited', file: join(server.folder, 'stderr.log'), foundBy: 'project' });
    expect(seen.get('log')?.events).toMatchObject([{ kind: 'config-fatal', detail: { directive: 'maxmemoy-policy' } }]);
  });

  test('a comment in its ACL file', async () => {
    const users = join(world.folder, 'users.acl');
    writeFileSync(users, '# our users\nuser default on nopass ~* &* +@all\n');
    const server = await failing({ config: { aclfile: users } });
    const seen = await lookAt({ port: server.port });
    expect(kinds(seen)).toContain('acl-fatal');
    expect(seen.get('configFile')?.problems).toMatchObject([{ place: { file: users, line: 1 }, reason: expect.stringContaining('comment') }]);
  });

  test('it ran, and its next start failed on stderr: the older log is history', async () => {
    const server = await dead({});
    writeFileSync(server.configFile, `${readFileSync(server.configFile, 'utf8')}dir /nonexistent/${server.port}\n`);
    server.options.ready = false;
    await server.start();
    await server.ended();
    writeFileSync(join(server.folder, 'stderr.log'), server.output);
    const seen = await lookAt({ port: server.port });
    expect(kinds(seen)).toEqual(['chdir-failed']);
    expect(seen.get('log')).toMatchObject({ ended: 'exited' });
    expect(seen.get('data')).toMatchObject({ state: 'missing', directory: `/nonexistent/${server.port}` });
  });

  test('its port is taken by something else', async () => {
    const web = await listenHttp(world);
    const server = new Server(world, web.port, { ready: false });
    await server.start();
    await server.ended();
    const seen = await lookAt({ port: web.port });
    expect(kinds(seen)).toContain('bind-in-use');
    expect(seen.get('process')).toMatchObject({ isServer: false, pid: process.pid });
  });

  test('a Procfile and a log that names the port, without a configuration', async () => {
    const port = await freePort();
    const project = projectFolder(world, { Procfile: `web: node server.js\nredis: redis-server --port ${port} --requirepass hidden123\n` });
    mkdirSync(join(project, 'log'));
    const log = join(project, 'log', 'cache.out');
    await dead({ port, config: { logfile: '""' } }).then((server) => writeFileSync(log, server.output));
    const seen = await lookAt({ port, project });
    expect(seen.get('expected')?.by).toMatchObject([{ kind: 'procfile', place: { line: 2 }, text: expect.not.stringContaining('hidden123') }]);
    const other = projectFolder(world, {}, 'other');
    writeFileSync(join(other, 'x.log'), readFileSync(log));
    expect((await lookAt({ port, project: other })).get('log')).toMatchObject({ ended: 'shutdown' });
  });

  test('nothing is known: nothing is claimed', async () => {
    const project = projectFolder(world, { 'redis.conf': 'port 1\n', 'app.log': 'hello\n' });
    const seen = await lookAt({ port: await freePort(), project });
    expect(seen.context.facts.map(({ probe }) => probe).filter((probe) => ['process', 'configFile', 'log', 'data', 'expected'].includes(probe))).toEqual([]);
    expect(seen.get('listeners')?.onPort).toEqual([]);
  });

  test('a socket file without a server', async () => {
    const path = join(world.folder, 'gone.sock');
    const server = await dead({ config: { unixsocket: path } }, 'SIGKILL');
    expect(existsSync(path)).toBe(true);
    expect((await lookAt({ path })).get('configFile')).toMatchObject({ file: server.configFile });
  });
});
