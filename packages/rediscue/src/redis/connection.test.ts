import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Connection, ConnectionLost } from './connection.ts';
import { RedisError } from './resp.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).toReversed()) close();
});

/** A server that does with each connection what a real one does not do on demand. */
async function scripted(serve: (socket: Socket) => void): Promise<Connection> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  }).listen(0, '127.0.0.1');
  closing.push(
    () => server.close(),
    () => {
      for (const socket of sockets) socket.destroy();
    },
  );
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const connection = new Connection(socket);
  closing.push(() => connection.close());
  return connection;
}

it('answers in order, error replies as values', async () => {
  const connection = await scripted((socket) => socket.once('data', () => socket.write('+PONG\r\n-NOAUTH no\r\n>1\r\n+push\r\n:1\r\n')));
  const replies = await connection.pipeline([['PING'], ['GET', 'x'], ['DBSIZE']], { timeoutMs: 1000 });
  expect(replies).toEqual(['PONG', new RedisError('NOAUTH no'), 1]);
  expect(connection).toMatchObject({ commands: 3, errors: 1, lost: null });
  expect(connection.ownAddress).toMatch(/^127\.0\.0\.1:\d+$/);
});

it('keeps what was answered before the connection was lost', async () => {
  const connection = await scripted((socket) => socket.once('data', () => socket.end('+PONG\r\n:1')));
  const [first, second] = await connection.ask([['PING'], ['DBSIZE']], { timeoutMs: 1000 });
  expect(first).toBe('PONG');
  expect(second).toMatchObject({ kind: 'closed', bytes: Buffer.from('+PONG\r\n:1') });
  await expect(connection.call(['PING'], { timeoutMs: 1000 })).rejects.toBeInstanceOf(ConnectionLost);
});

it('hands over the replies that stand before broken bytes', async () => {
  const connection = await scripted((socket) => socket.once('data', () => socket.write('+PONG\r\nHTTP/1.1 400 Bad Request\r\n')));
  const [first, second] = await connection.ask([['PING'], ['PING']], { timeoutMs: 1000 });
  expect(first).toBe('PONG');
  expect(second).toMatchObject({ kind: 'protocol' });
});

it('ends at its deadline, also against a dribble', async () => {
  const connection = await scripted((socket) => {
    const timer = setInterval(() => socket.write('x'), 5);
    socket.write('+');
    socket.on('close', () => clearInterval(timer));
  });
  await expect(connection.call(['PING'], { timeoutMs: 60 })).rejects.toMatchObject({ kind: 'timed-out', afterMs: 60 });
  expect(connection.lost).not.toBeNull();
});

it('ends with its signal', async () => {
  const connection = await scripted(() => undefined);
  const stop = new AbortController();
  const waiting = connection.call(['PING'], { timeoutMs: 10_000, signal: stop.signal });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ kind: 'timed-out' });
});

it('ends an endless reply at its bound', async () => {
  const connection = await scripted((socket) => {
    const chunk = Buffer.from('$-1\r\n'.repeat(10_000));
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.once('data', () => {
      socket.write('*200000\r\n*200000\r\n');
      socket.on('drain', pour);
      pour();
    });
  });
  await expect(connection.call(['KEYS', '*'], { timeoutMs: 10_000 })).rejects.toMatchObject({ kind: 'protocol' });
});
