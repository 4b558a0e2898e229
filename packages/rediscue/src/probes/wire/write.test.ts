import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, startCluster, startReplicated, startServer, World } from '../../../../../testbed/index.ts';
import { endpointAt } from '../../declared/target/index.ts';
import { look } from './look.fixture.ts';
import { ownSlots } from './write.ts';

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => world.end());

const url = (server: { port: number }, login = '', tail = '') => `redis://${login}127.0.0.1:${server.port}${tail}`;

test('a healthy write leaves nothing behind', async () => {
  const server = await startServer(world);
  const looked = await look(url(server, '', '/3'));
  expect(looked.get('select')).toMatchObject({ database: 3, state: 'ok' });
  expect(looked.get('write')).toMatchObject({ state: 'ok', error: null, readError: null });
  expect(looked.get('ping')?.rttMs).toHaveLength(3);
  expect(looked.reached).toMatchObject({ remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' });
  expect(looked.reached.commands).toBeLessThanOrEqual(15);
  const client = await server.client();
  expect(await client.info('db3')).toBeUndefined();
  client.close();
});

test('without leave to write only an absent key is read', async () => {
  const server = await startServer(world);
  const before = Number((await server.call('LASTSAVE')) as unknown as number);
  expect((await look(url(server), { write: false })).get('write')).toMatchObject({ state: 'not-asked', why: '`--no-write` was given', readError: null });
  expect(before).toBeGreaterThan(0);
  const client = await server.client();
  expect(await client.info('rdb_changes_since_last_save')).toBe('0');
  client.close();
});

test('a database beyond the last', async () => {
  expect((await look(url(await startServer(world), '', '/99'))).get('select')).toMatchObject({ database: 99, state: 'refused', reply: expect.stringContaining('out of range') });
});

test('a unix socket, and a path without one', async () => {
  const path = `${world.folder}/r.sock`;
  await startServer(world, { config: { unixsocket: path } });
  expect((await look(`unix://${path}`)).get('write')).toMatchObject({ state: 'ok' });
  expect((await look(`unix://${world.folder}/none.sock`)).get('connect')?.attempts).toMatchObject([{ state: 'no-socket', code: 'ENOENT', port: null }]);
});

describe('the server refuses writes', () => {
  test('its memory is full', async () => {
    const server = await startServer(world, { config: { maxmemory: '500kb', 'maxmemory-policy': 'noeviction' } });
    expect((await look(url(server))).get('write')).toMatchObject({ state: 'refused', step: 'set', error: 'OOM', readError: null });
  });

  test('it has too few replicas', async () => {
    expect((await look(url(await startServer(world, { config: { 'min-replicas-to-write': '1' } })))).get('write')).toMatchObject({ error: 'NOREPLICAS' });
  });

  test('it is a replica; and one without its primary that serves no stale data', async () => {
    const { primary, replicas } = await startReplicated(world, { replica: { config: { 'replica-serve-stale-data': 'no' } } });
    const [replica] = replicas;
    if (!replica) throw new Error('no replica');
    const looked = await look(url(replica));
    expect(looked.get('role')).toMatchObject({ state: 'ok', value: { role: 'replica', link: 'connected', primaryPort: primary.port } });
    expect(looked.get('write')).toMatchObject({ state: 'refused', error: 'READONLY', readError: null });
    await primary.stop('SIGKILL');
    await eventually('the replica notices', async () => (await look(url(replica))).get('write')?.readError === 'MASTERDOWN');
  });

  test('a replica that the app only reads from is not written to', async () => {
    const { replicas } = await startReplicated(world);
    const looked = await look(`sentinel://127.0.0.1:1/mymaster`, { endpoint: endpointAt('127.0.0.1', replicas[0]?.port ?? 0) });
    expect(looked.get('write')).toMatchObject({ state: 'not-asked' });
  });

  test('the account may touch other keys only', async () => {
    const server = await startServer(world);
    await server.call('ACL', 'SETUSER', 'app', 'on', '>enough', '~app:*', '+@all');
    expect((await look(url(server, 'app:enough@'))).get('write')).toMatchObject({
      state: 'refused',
      error: 'NOPERM',
      readError: 'NOPERM',
      why: expect.stringContaining("application's own keys"),
    });
  });
});

describe('it is busy with itself', () => {
  test('loading: the login and the role are still answered', async () => {
    const password = world.secret();
    const server = await startServer(world, { config: { requirepass: password }, login: { password } });
    await server.call('DEBUG', 'POPULATE', '20000');
    await server.call('SAVE');
    await server.stop('SIGKILL');
    server.options.ready = false;
    server.options.args = ['--key-load-delay', '500', '--loading-process-events-interval-bytes', '1024'];
    await server.start();
    const looked = await eventually('it loads', async () => {
      const now = await look(url(server, `:${password}@`));
      return now.get('write') ? now : undefined;
    });
    expect(looked.get('auth')).toMatchObject({ outcome: 'accepted' });
    expect(looked.get('write')).toMatchObject({ state: 'refused', error: 'LOADING', readError: 'LOADING' });
    expect(looked.reached.connected).toBe(true);
    const open = await look(url(server));
    expect(open.get('auth')).toMatchObject({ outcome: 'missing' });
  });

  test('a script runs', async () => {
    const server = await startServer(world, { config: { 'lua-time-limit': '50' } });
    const blocked = await server.client();
    const ended = Promise.resolve(blocked.call('EVAL', 'while true do end', '0')).catch(() => undefined);
    const looked = await eventually('it says BUSY', async () => {
      const now = await look(url(server));
      return now.get('speak')?.error === 'BUSY' ? now : undefined;
    });
    expect(looked.get('auth')).toMatchObject({ openWithoutLogin: true, outcome: 'not-needed' });
    expect(looked.get('write')).toMatchObject({ state: 'refused', error: 'BUSY' });
    await server.call('SCRIPT', 'KILL');
    await ended;
    blocked.close();
  });

  test('writes hang while reads are answered: the connection is opened anew', async () => {
    const server = await startServer(world);
    await server.call('CLIENT', 'PAUSE', '4000', 'WRITE');
    const looked = await look(url(server));
    expect(looked.get('write')).toMatchObject({ state: 'lost', step: 'set' });
    expect(looked.get('ping')).toMatchObject({ lost: 0 });
    expect(looked.reached.connected).toBe(true);
  });
});

describe('a cluster', () => {
  test('a plain client is told to go elsewhere, a client of clusters writes where it may', async () => {
    const { nodes } = await startCluster(world, { primaries: 3, replicas: 0 });
    for (const node of nodes) {
      expect((await look(url(node))).get('write')).toMatchObject({ readError: 'MOVED' });
      expect((await look(`cluster://127.0.0.1:${node.port}`)).get('write')).toMatchObject({ state: 'ok', readError: null });
    }
    expect((await look(url({ port: nodes[0]?.port ?? 0 }, '', '/1'))).get('select')).toMatchObject({ state: 'refused' });
  });

  test('slots of CLUSTER NODES', () => {
    const line = 'id 127.0.0.1:7000@17000 myself,master - 0 0 1 connected';
    expect(ownSlots(`${line} 0-5460 7000 [93-<-x]\nother 127.0.0.1:7001@17001 master - 0 0 2 connected 5461-16383\n`)).toEqual([
      { from: 0, to: 5460 },
      { from: 7000, to: 7000 },
    ]);
    expect(ownSlots(line)).toEqual([]);
    expect(ownSlots('')).toEqual([]);
  });
});
