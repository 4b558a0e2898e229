// Chat over web sockets: what a user says goes to a list in Redis. It does not start before Redis is ready.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { redis } from './redis.js';
import { settings } from './settings.js';

const log = (level, text) => console.error(`${new Date().toISOString()} ${level} netra.startup ${text}`);

/** Throws what Redis said last when the time is over. */
async function redisReady() {
  const until = Date.now() + settings.readyWithinMs;
  for (;;) {
    try {
      return await redis(settings.redis, ['PING']);
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

try {
  await redisReady();
} catch (error) {
  log('CRITICAL', `startup failed: redis readiness timeout after ${settings.readyWithinMs / 1000}s: ${error.message}`);
  process.exit(1);
}

const server = createServer(async (_request, response) => {
  try {
    await redis(settings.redis, ['PING']);
    response.end(JSON.stringify({ status: 'ok', dependencies: { redis: { status: 'up' } } }));
  } catch (error) {
    response.statusCode = 503;
    response.end(JSON.stringify({ status: 'error', dependencies: { redis: { status: 'down', error: error.message } } }));
  }
});

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  redis(settings.redis, ['RPUSH', 'netra:joined', new Date().toISOString()], ['LTRIM', 'netra:joined', -100, -1], ['EXPIRE', 'netra:joined', 3600]).then(
    () => socket.write(Buffer.from([0x81, 7, ...Buffer.from('welcome')])),
    // 1011: the server cannot go on. Browsers show nothing but this number.
    () => socket.end(Buffer.from([0x88, 2, 1011 >> 8, 1011 & 255])),
  );
  socket.on('error', () => socket.destroy());
});

server.listen(settings.port, '127.0.0.1', () => log('INFO', `netra listens on port ${settings.port}, redis is ready`));
