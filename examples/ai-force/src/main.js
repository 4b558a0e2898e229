// What the agents of a team work on: each keeps its state in Redis, and goes on from there after a restart.
import { createServer } from 'node:http';
import { redis } from './redis.js';
import { settings } from './settings.js';

createServer(async (request, response) => {
  const agent = new URL(request.url, 'http://localhost').pathname.slice(1) || 'health';
  try {
    if (request.method === 'GET' && agent !== 'health') {
      response.end(await redis(settings.redis, ['GET', `agent:${agent}`]));
      return;
    }
    let state = new Date().toISOString();
    for await (const chunk of request) state += chunk;
    await redis(settings.redis, ['SET', `agent:${agent}`, state]);
    response.end(JSON.stringify({ status: 'ok', dependencies: { redis: { status: 'up' } } }));
  } catch (error) {
    response.statusCode = 503;
    response.end(JSON.stringify({ status: 'error', dependencies: { redis: { status: 'down', error: error.message } } }));
  }
}).listen(settings.port, '127.0.0.1');
