import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, listenHttp, projectFolder, Server, type ServerOptions, startServer, World } from '../../../../../testbed/index.ts';
import { kinds, lookAt as look } from './look.fixture.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world[Symbol.asyncDispose]());
const lookAt = (place: Parameters<typeof look>[1]) => look(world, place);
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

describe('a server that should run here and does not', () => {
  test('shut down on request', async () => {
    const server = await dead({});
    const seen = await lookAt({ port: server.port });
    expect(seen.get('process')).toBeUndefined();
    expect(seen.get('expected')?.by).toMatchObject([{ kind: 'redis.conf', place: { file: server.configFile, line: 1 }, text: `port ${server.port}` }]);
    expect(seen.get('configFile')).toMatchObject({ file: server.configFile, foundBy: 'project' });
    expect(seen.get('log')).toMatchObject({ file: server.logFile, ended: 'shutdown' });
    expect(seen.ms).toBeLessThan(10_000);
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
