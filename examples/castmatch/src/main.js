// Finds actors for a part, in a conversation: what was said last is remembered in Redis, the actors are in PostgreSQL.
import { createServer } from 'node:http';
import { postgresAnswers } from './postgres.js';
import { redis } from './redis.js';
import { settings } from './settings.js';

/** The last twenty messages of a conversation; it is forgotten a day after the last one. */
async function remember(conversation, message) {
  const key = `conversation:${conversation}`;
  await redis(settings.redis, ['RPUSH', key, message], ['LTRIM', key, -20, -1], ['EXPIRE', key, 86_400]);
  return redis(settings.redis, ['LRANGE', key, 0, -1]);
}

const state = (probe) =>
  probe.then(
    () => ({ status: 'up' }),
    (error) => ({ status: 'down', error: error.message }),
  );

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.method === 'GET') {
    const dependencies = { redis: await state(redis(settings.redis, ['PING'])), database: await state(postgresAnswers(settings.databaseUrl)) };
    const isUp = Object.values(dependencies).every(({ status }) => status === 'up');
    answer(isUp ? 200 : 503, { status: isUp ? 'ok' : 'error', dependencies });
    return;
  }
  let message = '';
  for await (const chunk of request) message += chunk;
  remember(pathname.slice(1), message).then(
    (conversation) => answer(200, conversation),
    (error) => answer(500, { error: error.message }),
  );
}).listen(settings.port, '127.0.0.1');
