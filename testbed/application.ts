import { eventually } from './eventually.ts';
import { freePort } from './ports.ts';
import type { World } from './world.ts';

/**
 * A small application in a process of its own: `/health` and every other page do a round trip to its Redis and answer 503 or 500
 * where it fails, `/ws` closes with 1011; with `DATABASE_PORT` the health pages ask a PostgreSQL too. It speaks RESP itself, so that nothing needs to be installed, and is no file, so that it is
 * not taken for the project's code.
 */
const program = String.raw`
const http = require('node:http');
const net = require('node:net');
const crypto = require('node:crypto');
const { env } = process;
const json = (level, fields) => process.stdout.write(JSON.stringify({ level, time: Date.now(), module: 'session-store', ...fields }) + '\n');
const word = (text) => '$' + Buffer.byteLength(text) + '\r\n' + text + '\r\n';
const command = (...words) => '*' + words.length + '\r\n' + words.map(word).join('');

function ask(work) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: env.REDIS_HOST, port: Number(env.REDIS_PORT) });
    const login = env.REDIS_PASSWORD ? command('AUTH', env.REDIS_PASSWORD) : '';
    const wanted = (login ? 1 : 0) + 1;
    let text = '';
    socket.setTimeout(1000, () => socket.destroy(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })));
    socket.on('connect', () => socket.write(login + work));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
      const lines = text.split('\r\n').slice(0, -1);
      const bad = lines.find((line) => line.startsWith('-'));
      if (bad) { socket.destroy(); reject(new Error(bad.slice(1))); }
      else if (lines.length >= wanted) { socket.destroy(); resolve(); }
    });
  });
}
/** Whether a PostgreSQL asks for a login, which is where an application's driver begins. */
function askDatabase() {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port: Number(env.DATABASE_PORT) });
    const body = Buffer.from('user\0shop\0database\0shop\0\0');
    const head = Buffer.alloc(8);
    head.writeInt32BE(body.length + 8, 0);
    head.writeInt32BE(196608, 4);
    socket.setTimeout(1000, () => socket.destroy(new Error('connect ETIMEDOUT')));
    socket.on('connect', () => socket.write(Buffer.concat([head, body])));
    socket.on('error', reject);
    socket.once('data', (bytes) => { socket.destroy(); bytes[0] === 0x52 ? resolve() : reject(new Error(bytes.toString().split('\0M')[1]?.split('\0')[0])); });
  });
}
const database = async () => {
  if (!env.DATABASE_PORT) return env.DATABASE_DOWN ? { database: { status: 'down', error: 'connect ECONNREFUSED 127.0.0.1:5432' } } : {};
  try { await askDatabase(); return { database: { status: 'up' } }; } catch (error) { return { database: { status: 'down', error: error.message } }; }
};
const work = () => ask(env.WRITES ? command('SET', 'app:probe', 'x'.repeat(64), 'EX', '60') : command('PING'));

const server = http.createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url === '/health' || request.url === '/ready') {
    if (env.BLIND) return answer(200, { status: 'ok', checks: { redis: { status: 'up' } } });
    const checks = await database();
    const isDown = checks.database?.status === 'down';
    try {
      await work();
      answer(isDown ? 503 : 200, { status: isDown ? 'error' : 'ok', checks: { redis: { status: 'up' }, ...checks } });
    } catch (error) {
      json(50, { msg: 'health check failed: redis', err: { message: error.message } });
      answer(503, { status: 'error', checks: { redis: { status: 'down', error: error.message }, ...checks } });
    }
    return;
  }
  if (request.url !== '/') return answer(404, { error: 'not found' });
  if (env.BLIND) return answer(200, { name: 'shop' });
  try {
    await work();
    answer(200, { name: 'shop' });
  } catch (error) {
    json(50, { msg: 'request failed with status 500: redis', err: { message: error.message, stack: error.stack } });
    answer(500, { error: 'Internal Server Error' });
  }
});
server.on('upgrade', async (request, socket) => {
  const accept = crypto.createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.on('error', () => {});
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' + accept + '\r\n\r\n');
  try {
    await work();
  } catch (error) {
    const reason = Buffer.from('internal error');
    socket.end(Buffer.concat([Buffer.from([0x88, reason.length + 2, 0x03, 0xf3]), reason]));
  }
});

async function start() {
  const until = Date.now() + Number(env.STARTUP_MS || 0);
  for (let last = null; env.STARTUP_MS; ) {
    try { await work(); break; } catch (error) { last = error; }
    if (Date.now() > until) {
      json(60, { msg: 'startup failed: redis readiness timed out', module: 'app.startup', dependency: 'conversation-memory', elapsed_ms: Number(env.STARTUP_MS), err: { message: last.message } });
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.listen(Number(env.PORT), '127.0.0.1', () => process.stdout.write('listening on port ' + env.PORT + '\n'));
}
start();
`;

interface Application {
  url: string;
  /** What it wrote, also when it ended. */
  log(): string;
  /** Its log, once this stands in it. */
  logged(what: string): Promise<string>;
}

/** Starts the application, and waits until it listens or has ended. */
export async function startApplication(world: World, env: Readonly<Record<string, string>>): Promise<Application> {
  const port = await freePort();
  let text = '';
  const child = world.spawn(process.execPath, ['-e', program], {
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    onOutput: (chunk) => {
      text += chunk;
    },
  });
  let hasEnded = false;
  child.once('close', () => {
    hasEnded = true;
  });
  await eventually('the application listens or has ended', () => hasEnded || text.includes('listening on port'));
  return { url: `http://127.0.0.1:${port}`, log: () => text, logged: (what) => eventually(`the application writes: ${what}`, () => (text.includes(what) ? text : null)) };
}
