import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type AppSettings, appSettings } from '../../declared/app/index.ts';
import type { AppFact, NeighboursFact } from '../../facts/index.ts';
import { ProbeContext } from '../context.ts';
import { probeApp } from './index.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
});

/** Listens on this machine; what it holds open ends with the test. */
async function listen(server: ReturnType<typeof createNetServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
const http = (listener: RequestListener) => listen(createServer(listener));

async function look(environment: Record<string, string>, more: Partial<AppSettings> & { budgetMs?: number } = {}): Promise<ProbeContext> {
  const { budgetMs = 10_000, ...settings } = more;
  const context = new ProbeContext({ budgetMs, windowMs: 50, write: false, project: '/', environment: {} }, new AbortController().signal);
  const variables = Object.entries(environment).map(([name, value]) => ({ name, value, place: null }));
  await probeApp({ ...appSettings([{ from: 'environment', folder: null, variables }]), services: [], secrets: [], ...settings }, [], context);
  return context;
}
async function fact(probe: 'app' | 'neighbours', ...asked: Parameters<typeof look>): Promise<unknown> {
  return (await look(...asked)).get(probe, 'this machine', null);
}
const looks = async (...asked: Parameters<typeof look>) => ((await fact('app', ...asked)) as AppFact).looks;
const neighbours = async (environment: Record<string, string>) => ((await fact('neighbours', environment)) as NeighboursFact).neighbours;

describe('URLs', () => {
  test('a base that answers is asked for the usual paths, and pages that are not there are left out', async () => {
    const port = await http((request, response) => {
      if (request.url === '/health')
        response
          .writeHead(503, { 'content-type': 'application/json' })
          .end('{"status":"DOWN","components":{"redis":{"status":"DOWN","details":{"error":"timeout"}},"db":{"status":"UP"}}}');
      else response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/html' }).end('<title>Shop</title>');
    });
    const seen = await looks({ APP_URL: `http://127.0.0.1:${port}` });
    expect(seen.map(({ url, status }) => [url, status])).toEqual([
      [`http://127.0.0.1:${port}/`, 200],
      [`http://127.0.0.1:${port}/health`, 503],
    ]);
    expect(seen[1]?.health).toEqual({
      isOk: false,
      status: 'DOWN',
      dependencies: [
        { name: 'redis', state: 'DOWN', isOk: false, text: 'timeout' },
        { name: 'db', state: 'UP', isOk: true, text: null },
      ],
    });
  });

  test.each([
    ['{"checks":[{"name":"redis","status":"pass"},{"name":"db","status":"fail","output":"refused"}]}', ['redis true', 'db false']],
    ['{"redis":"disconnected","uptime":12}', ['redis false']],
    ['{"redis":true,"version":"1.2.3"}', ['redis true']],
    ['{"status":"error","info":{"db":{"status":"up"}},"error":{"redis":{"status":"down","message":"x"}},"details":{}}', ['db true', 'redis false']],
    ['{"dependencies":{"redis":{"ok":false}}}', ['redis false']],
    ['{"status":"ok"}', []],
    ['[1,2]', null],
    ['pong', null],
  ])('understands %s', async (body, expected) => {
    const port = await http((_, response) => response.end(body));
    const [seen] = await looks({ HEALTH_URL: `http://127.0.0.1:${port}/up` });
    expect(seen?.health?.dependencies.map(({ name, isOk }) => `${name} ${isOk}`) ?? null).toEqual(expected);
  });

  test('shows no secret of a URL or a body', async () => {
    const port = await http((_, response) =>
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end('{"error":"cannot reach redis://:topSecret99@cache:6379 with knownSecret1","redis":{"error":"password=otherSecret2"}}'),
    );
    const seen = JSON.stringify(await looks({ HEALTH_URL: `http://user:urlSecret33@127.0.0.1:${port}/up?token=querySecret4` }, { secrets: ['knownSecret1'] }));
    for (const secret of ['topSecret99', 'knownSecret1', 'otherSecret2', 'urlSecret33', 'querySecret4']) expect(seen).not.toContain(secret);
    expect(seen).toContain('cannot reach redis://***@cache:6379');
  });

  test('keeps nothing of a page for people but the title of an error', async () => {
    const port = await http((_, response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html><title>RuntimeException</title><pre>DB_PASSWORD=abc</pre>'));
    expect((await looks({ HEALTH_URL: `http://127.0.0.1:${port}/` }))[0]).toMatchObject({ status: 500, body: 'RuntimeException' });
  });

  test('follows a redirect on the same host, and none to another', async () => {
    let asked = 0;
    const other = await http((_, response) => {
      asked += 1;
      response.end();
    });
    const port = await http((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else if (request.url === '/b') response.writeHead(204).end();
      else response.writeHead(302, { location: `http://localhost:${other}/` }).end();
    });
    expect((await looks({ HEALTH_URL: `http://127.0.0.1:${port}/a` }))[0]?.status).toBe(204);
    expect((await looks({ HEALTH_URL: `http://127.0.0.1:${port}/c` }))[0]?.status).toBe(302);
    expect(asked).toBe(0);
  });

  test.each([
    [
      'silence',
      (socket: Socket): void => {
        socket.resume();
      },
      'timed-out',
    ],
    [
      'a body without end',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const pour = (): void => {
          while (!socket.destroyed && socket.write('x'.repeat(65_536)));
        };
        socket.on('drain', pour);
        pour();
      },
      'answered',
    ],
    [
      'headers without end',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const pour = (): void => {
          while (!socket.destroyed && socket.write(`x-a: ${'x'.repeat(5000)}\r\n`));
        };
        socket.on('drain', pour);
        pour();
      },
      'not-http',
    ],
    [
      'another protocol',
      (socket: Socket): void => {
        socket.end('-ERR what\r\n');
      },
      'not-http',
    ],
    [
      'a close without a word',
      (socket: Socket): void => {
        socket.end();
      },
      'reset',
    ],
  ] as const)('bears %s', async (_, answer, state) => {
    const port = await listen(createNetServer((socket) => void socket.once('data', () => answer(socket))));
    const started = performance.now();
    expect((await looks({ HEALTH_URL: `http://127.0.0.1:${port}/` }, { budgetMs: 600 }))[0]?.state).toBe(state);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('nothing listens', async () => {
    const server = createNetServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect((await looks({ APP_URL: `http://127.0.0.1:${port}` }))[0]).toMatchObject({ state: 'refused', status: null });
  });
});

describe('web sockets', () => {
  const upgrading = (frames: Buffer | null, isEnded = false) => {
    const server = createServer();
    server.on('upgrade', (request, socket) => {
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.on('error', () => undefined);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      if (frames !== null) socket.write(frames);
      if (isEnded) socket.end();
    });
    return listen(server);
  };
  const text = Buffer.from([0x81, 2, 0x68, 0x69]);
  test.each([
    ['1011 with a reason, after a message', Buffer.concat([text, Buffer.from([0x88, 6, 0x03, 0xf3]), Buffer.from('oops')]), false, { code: 1011, reason: 'oops' }],
    ['a close without a code', Buffer.from([0x88, 0]), false, { code: 1005, reason: null }],
    ['an end without a close', null, true, { code: 1006, reason: null }],
    ['one that stays open', text, false, null],
  ] as const)('%s', async (_, frames, isEnded, close) => {
    const port = await upgrading(frames, isEnded);
    expect((await looks({ APP_URL: `ws://127.0.0.1:${port}/ws` }))[0]).toMatchObject({ state: 'upgraded', close });
  });

  test('an application that knows no web sockets', async () => {
    const port = await http((_, response) => response.writeHead(500).end());
    expect((await looks({ APP_URL: `ws://127.0.0.1:${port}/ws` }))[0]).toMatchObject({ state: 'answered', status: 500, close: null });
  });
});

describe('PostgreSQL', () => {
  const message = (kind: string, body: Buffer) => {
    const head = Buffer.alloc(5);
    head.write(kind);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const server = (ssl: string, answer: Buffer) =>
    listen(createNetServer((socket) => void socket.once('data', (bytes) => socket.write(bytes.readInt32BE(4) === 80_877_103 ? ssl : answer))));
  const failure = (code: string, text: string) => message('E', Buffer.from(`SFATAL\0C${code}\0M${text}\0\0`));
  test.each([
    ['it asks for a login', 'N', message('R', Buffer.from([0, 0, 0, 10])), 'ready'],
    ['over TLS alone', 'S', failure('28000', 'no pg_hba.conf entry, no encryption'), 'ready'],
    ['it starts', 'N', failure('57P03', 'the database system is starting up'), 'starting'],
    ['it is full', 'N', failure('53300', 'sorry, too many clients already'), 'full'],
    ['it is something else', '-', Buffer.from('-ERR\r\n'), 'other'],
  ] as const)('%s', async (_, ssl, answer, state) => {
    const port = await server(ssl, answer);
    expect(await neighbours({ DATABASE_URL: `postgres://shop:dbSecret12@127.0.0.1:${port}/shop` })).toMatchObject([{ kind: 'postgresql', address: `127.0.0.1:${port}`, state }]);
  });
});

test('an APP_LOG that is not there is told', async () => {
  const context = await look({ APP_LOG: '/nowhere/app.log' });
  expect(context.facts).toEqual([]);
  expect(context.notChecked).toMatchObject([{ what: expect.stringContaining('/nowhere/app.log') }]);
});
