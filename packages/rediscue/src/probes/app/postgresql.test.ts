import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Authority, can, capabilities, eventually, freePort, startPostgresql, World } from '../../../../../testbed/index.ts';
import { askPostgresql } from './postgresql.ts';

let world = new World();
afterEach(async () => {
  await world.end();
  world = new World();
});

const ask = (port: number, user = 'shop') =>
  askPostgresql({ kind: 'postgresql', name: 'DATABASE_URL', place: null, host: '127.0.0.1', port, user }, 10_000, new AbortController().signal);

/** Takes one of the server's places: it asks for a password, which never comes. */
async function occupy(port: number): Promise<void> {
  // The place of the one that asked before is free once its process has ended.
  await eventually('the place is ours', () => isLetIn(port));
}

/** Whether the server asks for a password, with which the connection holds a place. */
async function isLetIn(port: number): Promise<boolean> {
  const body = Buffer.from('user\0owner\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196_608, 4);
  const socket = connect(port, '127.0.0.1');
  world.defer(() => socket.destroy());
  socket.write(Buffer.concat([head, body]));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString('latin1', 0, 1) === 'R';
}

/** Passes on what is said to a server, and keeps it. */
async function listenTo(port: number): Promise<{ port: number; heard(): string }> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(port, '127.0.0.1');
    for (const socket of [client, behind]) sockets.add(socket.on('error', () => undefined));
    client.on('data', (bytes) => heard.push(bytes));
    client.pipe(behind).pipe(client);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  world.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: own, heard: () => Buffer.concat(heard).toString('latin1') };
}

describe.skipIf(!can('postgresql') && !process.env.CI)(`a real PostgreSQL (${capabilities.postgresql.how})`, () => {
  test('is up, then down, and is never sent a password', async () => {
    const server = await startPostgresql(world, { access: ['host all all all password'] });
    const between = await listenTo(server.port);
    expect(await ask(between.port)).toEqual({ state: 'ready', reply: null });
    // Two connections: whether it speaks TLS, and a user's name with a database. A password would be a message of its own, `p`.
    expect(between.heard().slice(8)).toMatch(/^[^p]{8}user\0shop\0database\0postgres\0application_name\0rediscue\0\0$/);
    await server.stop();
    expect(await ask(server.port)).toEqual({ state: 'refused', reply: null });
  });

  test('is ready for a user and a network that it refuses, over TLS alone', async () => {
    const tls = new Authority(world).issue('postgresql');
    const server = await startPostgresql(world, { tls, access: ['hostssl all all all scram-sha-256'] });
    expect(await ask(server.port)).toMatchObject({ state: 'ready', reply: expect.stringMatching(/^28000 no pg_hba\.conf entry .*no encryption/) });
  });

  test('speaks TLS and wants none', async () => {
    const tls = new Authority(world).issue('postgresql');
    const server = await startPostgresql(world, { tls });
    expect(await ask(server.port)).toEqual({ state: 'ready', reply: null });
  });

  test('is ready without a login, also for a user that it does not know', async () => {
    const server = await startPostgresql(world, { access: ['host all all all trust'] });
    expect(await ask(server.port, 'owner')).toEqual({ state: 'ready', reply: null });
    expect(await ask(server.port)).toMatchObject({ state: 'ready', reply: '28000 role "shop" does not exist' });
  });

  test('follows a primary and takes no connections yet', async () => {
    const server = await startPostgresql(world, { standby: true, config: { hot_standby: 'off' }, until: 'entering standby mode' });
    expect(await ask(server.port)).toMatchObject({ state: 'starting', reply: expect.stringMatching(/^57P03 /) });
  });

  test('follows a primary and takes those that read', async () => {
    const server = await startPostgresql(world, { standby: true, until: 'ready to accept read-only connections' });
    expect(await ask(server.port)).toEqual({ state: 'ready', reply: null });
  });

  test('has no place left', async () => {
    const server = await startPostgresql(world, { config: { max_connections: '1', superuser_reserved_connections: '0', max_wal_senders: '0' } });
    expect(await ask(server.port)).toEqual({ state: 'ready', reply: null });
    await occupy(server.port);
    expect(await ask(server.port)).toEqual({ state: 'full', reply: '53300 sorry, too many clients already' });
  });

  test('has no place left but for its owner, which it says after it has let a user in', async () => {
    const server = await startPostgresql(world, {
      config: { max_connections: '4', superuser_reserved_connections: '3', max_wal_senders: '0' },
      access: ['host all owner all scram-sha-256', 'host all all all trust'],
      statements: ['CREATE ROLE shop LOGIN'],
    });
    expect(await ask(server.port)).toEqual({ state: 'ready', reply: null });
    await occupy(server.port);
    expect(await ask(server.port)).toMatchObject({ state: 'full', reply: expect.stringMatching(/^53300 remaining connection slots are reserved/) });
  });
});
