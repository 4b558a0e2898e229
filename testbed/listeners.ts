import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { freePort } from './ports.ts';
import type { World } from './world.ts';

export interface Listener {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** What somebody who is not Redis says to whom it does not know. */
export type Stranger = (socket: Socket) => void;

const postgresSslRequest = 80_877_103;
const mysqlGreeting = Buffer.concat([
  Buffer.from([0x4a, 0, 0, 0, 0x0a]),
  Buffer.from('8.0.36\0'),
  Buffer.from([8, 0, 0, 0]),
  Buffer.from('abcdefgh\0'),
  Buffer.from([0xff, 0xff, 0xff, 2, 0, 0xff, 0xdf, 0x15]),
  Buffer.alloc(10),
  Buffer.from('ijklmnopqrst\0caching_sha2_password\0'),
]);

/** Other servers, as far as a client that takes them for Redis sees them. */
export const strangers = {
  /** Accepts and says nothing, ever. */
  silent: () => undefined,
  /** Takes the first bytes and closes without a word. */
  closing: (socket) => socket.once('data', () => socket.end()),
  /** PostgreSQL: answers an SSL request, closes on a packet of impossible length. */
  postgresql: (socket) => socket.on('data', (bytes) => (bytes.length >= 8 && bytes.readUInt32BE(4) === postgresSslRequest ? socket.write('N') : socket.end())),
  /** MySQL 8: greets first. */
  mysql: (socket) => {
    socket.write(mysqlGreeting);
  },
  ssh: (socket) => {
    socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n');
    socket.on('data', () => socket.end('Invalid SSH identification string.\r\n'));
  },
  /** A byte a second of a reply that never ends. */
  tarpit: (socket) => {
    const timer = setInterval(() => socket.write('+'), 1000);
    socket.once('close', () => clearInterval(timer));
  },
  /** A reply that never ends, as fast as it is read. */
  endless: (socket) => {
    const chunk = Buffer.alloc(65_536, 'x');
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.once('data', () => {
      socket.write('+');
      socket.on('drain', pour);
      pour();
    });
  },
} satisfies Record<string, Stranger>;

async function open(world: World, server: NetServer, host: string, port: number | undefined): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  const taken = port ?? (await freePort());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(taken, host, resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  world.defer(close);
  return { host, port: taken, close };
}

/** Listens in this very process and treats each connection as told. */
export function listen(world: World, treat: Stranger, { host = '127.0.0.1', port }: { host?: string; port?: number } = {}): Promise<Listener> {
  return open(world, createServer(treat), host, port);
}

/** A web server: `answer` gives status and body for a path; bytes that are no HTTP get status 400. */
export function listenHttp(
  world: World,
  answer: (path: string) => { status: number; body: string } = () => ({ status: 404, body: 'not found' }),
  { host = '127.0.0.1', port }: { host?: string; port?: number } = {},
): Promise<Listener> {
  const server = createHttpServer((request, response) => {
    const { status, body } = answer(request.url ?? '/');
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  });
  return open(world, server, host, port);
}

/** A web server behind TLS. */
export function listenHttps(world: World, own: { certificate: string; key: string }, host = '127.0.0.1'): Promise<Listener> {
  const server = createHttpsServer({ cert: readFileSync(own.certificate), key: readFileSync(own.key) }, (_, response) => response.writeHead(404).end());
  return open(world, server, host, undefined);
}

/** A way to `to` on which every byte takes `delayMs` in each direction, as over a long line. */
export function listenSlowly(world: World, to: { host?: string; port: number }, delayMs: number, host = '127.0.0.1'): Promise<Listener> {
  const later = (from: Socket, into: Socket) => {
    from.on('data', (bytes) => setTimeout(() => !into.destroyed && into.write(bytes), delayMs));
    from.once('close', () => setTimeout(() => into.destroy(), delayMs));
  };
  return listen(
    world,
    (near) => {
      const far = connect({ host: to.host ?? '127.0.0.1', port: to.port });
      far.on('error', () => near.destroy());
      later(near, far);
      later(far, near);
    },
    { host },
  );
}

const nameAnswers = { 'not-found': 0x8183, failure: 0x8182 } as const;

/** A name server on port 53 of an address that gives every question the same answer. Needs root. */
export async function listenNames(world: World, host: string, answer: keyof typeof nameAnswers): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const reply = Buffer.from(question);
    reply.writeUInt16BE(nameAnswers[answer], 2);
    reply.fill(0, 6, 12);
    reply.writeUInt16BE(1, 4);
    // Only the question is given back: further records of the request (EDNS) are not counted above.
    socket.send(reply.subarray(0, endOfQuestion(reply)), from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, host, resolve);
  });
  world.defer(() => new Promise<void>((resolve) => socket.close(() => resolve())));
}

function endOfQuestion(message: Buffer): number {
  let at = 12;
  while (at < message.length && message[at] !== 0) at += (message[at] as number) + 1;
  return at + 5;
}
