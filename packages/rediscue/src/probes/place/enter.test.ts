import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can, eventually, freePort, listen, serverBinary, strangers, World } from '../../../../../testbed/index.ts';
import { askInside, fileOf, isContainers } from './enter.ts';
import type { Question } from './question.ts';

let world: World;
beforeAll(() => {
  world = new World();
});
afterAll(() => world.end());

const live = () => new AbortController().signal;
const question = (port: number, more: Partial<Question> = {}): Question => ({
  host: '127.0.0.1',
  port,
  tls: false,
  fromHostsFile: [],
  resolver: { nameServers: ['127.0.0.1'], search: [], dots: 1 },
  endMs: 10_000,
  ...more,
});

/** Own children that run the program which asks. */
const asking = (): string[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inside.ts'));

/** A server in a network of its own, in which nothing else is; the words before it make it somebody's. */
async function hidden(words: readonly string[] = []): Promise<{ pid: number; port: number }> {
  const port = await freePort();
  let said = '';
  const command = [...words, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', serverBinary, '--port', String(port), '--save', '', '--daemonize', 'no'];
  const child = world.spawn(command[0] as string, command.slice(1), {
    cwd: '/tmp',
    onOutput: (text) => {
      said += text;
    },
  });
  await eventually('the hidden server is ready', () => {
    if (child.exitCode !== null) throw new Error(said);
    return /ready to accept/i.test(said);
  });
  return { pid: child.pid as number, port };
}

describe('asking from this very network', () => {
  test('a silent server is told silent, and nothing secret is given to the process that asks', async () => {
    const secret = world.secret();
    process.env.REDIS_PASSWORD = secret;
    const { port } = await listen(world, strangers.silent);
    const asked = askInside(process.pid, question(port), live());
    const pid = await eventually('it asks', () => asking()[0]);
    const seen = await eventually('its environment is there', () => readFileSync(`/proc/${pid}/environ`, 'utf8') + readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    delete process.env.REDIS_PASSWORD;
    expect(seen).toContain('PATH=');
    expect(seen).not.toContain(secret);
    expect(await asked).toMatchObject({ resolve: { state: 'literal' }, connect: { used: '127.0.0.1' }, speak: { state: 'silent' } });
  });

  test('what is given up ends with it', async () => {
    const { port } = await listen(world, strangers.silent);
    const stop = new AbortController();
    const asked = askInside(process.pid, question(port), stop.signal);
    await eventually('it asks', () => asking().length > 0);
    stop.abort();
    expect(await asked).toBeNull();
    await eventually('it is gone', () => asking().length === 0);
  });

  test('a process that is not there is not asked from', async () => {
    expect(await askInside(2 ** 22 + 1, question(1), live())).toBeNull();
  });

  test('a name is what the hosts file of the place says, or nothing', async () => {
    const { port } = await listen(world, strangers.silent);
    const given = await askInside(process.pid, question(port, { host: 'cache', fromHostsFile: ['127.0.0.1'] }), live());
    expect(given).toMatchObject({ byHostsFile: true, resolve: { state: 'ok' }, connect: { used: '127.0.0.1' } });
    const dead = await askInside(process.pid, question(port, { host: 'cache', resolver: { nameServers: ['127.255.255.254'], search: [], dots: 1 } }), live());
    expect(dead).toMatchObject({ resolve: { state: expect.stringMatching(/resolver-failed|timed-out/) }, connect: null, speak: null });
  });
});

describe.skipIf(!can('namespaces') && !process.env.CI)('asking from another network (needs root)', () => {
  test('a server that only listens there is reached from there alone', async () => {
    const { pid, port } = await hidden(['unshare', '--net']);
    expect(await askInside(process.pid, question(port), live())).toMatchObject({ connect: { attempts: [{ state: 'refused' }], used: null }, speak: null });
    expect(await askInside(pid, question(port), live())).toMatchObject({ hasInterface: false, connect: { used: '127.0.0.1' }, speak: { state: 'resp', reply: '+PONG' } });
  });

  test('the user to whom the container belongs needs no root', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const { pid, port } = await hidden([...nobody, 'unshare', '--user', '--map-root-user', '--net']);
    const enter = pathToFileURL(join(import.meta.dirname, 'enter.ts')).href;
    const script = `const { askInside } = await import(${JSON.stringify(enter)}); console.log(JSON.stringify(await askInside(${pid}, ${JSON.stringify(question(port))}, new AbortController().signal)));`;
    const said = world.run(nobody[0] as string, [...nobody.slice(1), process.execPath, '--no-warnings', '--input-type=module', '-e', script], { cwd: '/tmp' });
    expect(JSON.parse(said)).toMatchObject({ speak: { state: 'resp', reply: '+PONG' } });
  });
});

describe('what belongs to a container', () => {
  test('is known by its control group or by when it was started', () => {
    expect(isContainers(process.pid, 'no-such-container', null)).toBe(false);
    expect(isContainers(process.pid, 'no-such-container', new Date(Date.now() - process.uptime() * 1000).toISOString())).toBe(true);
    expect(isContainers(process.pid, 'no-such-container', '2020-01-01T00:00:00Z')).toBe(false);
    expect(isContainers(2 ** 22 + 1, 'no-such-container', new Date().toISOString())).toBe(false);
  });

  test('files are read as they stand; links, which may lead out of it, are not followed', async () => {
    const folder = join(world.folder, 'etc');
    mkdirSync(folder);
    writeFileSync(join(folder, 'hosts'), '127.0.0.1 cache\n');
    symlinkSync('hosts', join(folder, 'link'));
    expect(await fileOf(process.pid, join(folder, 'hosts'))).toBe('127.0.0.1 cache\n');
    expect(await fileOf(process.pid, join(folder, 'link'))).toBeNull();
    expect(await fileOf(process.pid, folder)).toBeNull();
    expect(await fileOf(process.pid, join(folder, 'none'))).toBe('');
  });
});
