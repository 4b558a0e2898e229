import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { can, eventually, freePort, namespace, Server, type ServerOptions, smallDisk, startServer, World } from '../../../../../testbed/index.ts';
import { RedisError } from '../../redis/index.ts';
import { lookAt as look } from './look.fixture.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world[Symbol.asyncDispose]());
const lookAt = (place: Parameters<typeof look>[1]) => look(world, place);
const start = (options: ServerOptions = {}) => startServer(world, options);

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
    expect(Math.abs(started - Date.parse(seen.get('log')?.events[0]?.at ?? ''))).toBeLessThan(10_000);
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
    const cpu = seen.get('cpu');
    // On a machine with other work it waits for a core the rest of the time.
    expect((cpu?.mainThreadShare ?? 0) + (cpu?.mainThreadWaitShare ?? 0)).toBeGreaterThan(0.3);
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
