import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { javascriptReader } from './index.ts';
import { meant, usesOf } from './uses.fixture.ts';

describe('queues', () => {
  test.each([
    [`import { Queue, Worker } from 'bullmq'; const connection = { host: process.env.REDIS_HOST, port: +process.env.REDIS_PORT }; new Queue('a', { connection }); new Worker('a', async () => {}, { connection });`, ['REDIS_QUEUE_HOST = REDIS_HOST (bullmq)', 'REDIS_QUEUE_PORT = REDIS_PORT (bullmq)']],
    [`import { Worker } from 'bullmq'; import IORedis from 'ioredis'; const connection = new IORedis(process.env.REDIS_URL, { maxRetriesPerRequest: null }); new Worker('a', './p.js', { connection });`, ['REDIS_QUEUE_URL = REDIS_URL (bullmq)']],
    [`import { Queue } from 'bullmq'; new Queue('a');`, ['REDIS_QUEUE_HOST = ?? localhost (bullmq)']],
    [`import { FlowProducer } from 'bullmq'; new FlowProducer({ connection: { url: process.env.QUEUE_URL } });`, ['REDIS_QUEUE_URL = QUEUE_URL (bullmq)']],
    [`const Queue = require('bull'); new Queue('mail', process.env.REDIS_URL || 'redis://127.0.0.1:6379');`, ['REDIS_QUEUE_URL = REDIS_URL ?? redis://127.0.0.1:6379 (bull)']],
    [`const Queue = require('bull'); new Queue('mail', { redis: { port: 6379, host: 'q', password: 'p' } });`, ['REDIS_QUEUE_PORT = ?? 6379 (bull)', 'REDIS_QUEUE_HOST = ?? q (bull)', 'REDIS_QUEUE_PASSWORD = ?? p (bull)']],
    [`import { BullModule } from '@nestjs/bullmq'; BullModule.forRoot({ connection: { host: 'redis', port: 6379 } });`, ['REDIS_QUEUE_HOST = ?? redis (bullmq)', 'REDIS_QUEUE_PORT = ?? 6379 (bullmq)']],
    [`import { BullModule } from '@nestjs/bull'; BullModule.forRootAsync({ useFactory: async (configService: ConfigService) => ({ redis: { host: configService.get<string>('REDIS_HOST', 'localhost'), port: configService.getOrThrow('REDIS_PORT') } }), inject: [ConfigService] });`, ['REDIS_QUEUE_HOST = REDIS_HOST ?? localhost (bull)', 'REDIS_QUEUE_PORT = REDIS_PORT (bull)']],
  ])('%s', (code, expected) => expect(meant(code)).toEqual(expected)); // biome-ignore format: a table to read
});

describe('what a client is given to', () => {
  test.each([
    [`import { RedisStore } from 'connect-redis'; import { createClient } from 'redis'; const client = createClient({ url: process.env.REDIS_URL }); app.use(session({ store: new RedisStore({ client }) }));`, ['REDIS_SESSION_URL = REDIS_URL (connect-redis)']],
    [`const session = require('express-session'); const RedisStore = require('connect-redis')(session); const redis = require('redis'); const client = redis.createClient({ host: 'redis-server', port: 6379 }); new RedisStore({ client });`, ['REDIS_SESSION_HOST = ?? redis-server (connect-redis)', 'REDIS_SESSION_PORT = ?? 6379 (connect-redis)']],
    [`import { createAdapter } from '@socket.io/redis-adapter'; import { createClient } from 'redis'; const pub = createClient({ url: process.env.REDIS_URL }); createAdapter(pub, pub.duplicate());`, ['REDIS_PUBSUB_URL = REDIS_URL (socket.io)']],
    [`import Redlock from 'redlock'; import Redis from 'ioredis'; const redis = new Redis(process.env.REDIS_URL); new Redlock([redis]);`, ['REDIS_URL = REDIS_URL (ioredis)', 'REDIS_LOCK_URL = REDIS_URL (redlock)']],
    [`import { redisStore } from 'cache-manager-redis-yet'; import { CacheModule } from '@nestjs/cache-manager'; CacheModule.registerAsync({ useFactory: async () => ({ store: await redisStore({ socket: { host: process.env.REDIS_HOST, port: 6379 } }) }) });`, ['REDIS_CACHE_HOST = REDIS_HOST (cache-manager)', 'REDIS_CACHE_PORT = ?? 6379 (cache-manager)']],
    [`import * as redisStore from 'cache-manager-redis-store'; import { CacheModule } from '@nestjs/common'; CacheModule.register({ store: redisStore, host: 'localhost', port: 6379 });`, ['REDIS_CACHE_HOST = ?? localhost (cache-manager)', 'REDIS_CACHE_PORT = ?? 6379 (cache-manager)']],
    [`import { CacheModule } from '@nestjs/cache-manager'; CacheModule.register({ ttl: 5, host: 'memory' }); // redis one day`, []],
    [`import Keyv from 'keyv'; new Keyv('redis://k:6379'); new Keyv('sqlite://x.db');`, ['REDIS_CACHE_URL = ?? redis://k:6379 (keyv)']],
    [`import KeyvRedis from '@keyv/redis'; new KeyvRedis(process.env.REDIS_URI);`, ['REDIS_CACHE_URL = REDIS_URI (keyv)']],
    [`app.connectMicroservice({ transport: Transport.REDIS, options: { host: 'redis', port: 6379 } });`, ['REDIS_PUBSUB_HOST = ?? redis', 'REDIS_PUBSUB_PORT = ?? 6379']],
  ])('%s', (code, expected) => expect(meant(code).toSorted()).toEqual(expected.toSorted())); // biome-ignore format: a table to read

  test('counts across files, and a client that others use stays one of its own', () => {
    const files = {
      'src/redis.js': `const Redis = require('ioredis');\nmodule.exports = new Redis(process.env.REDIS_URL || 'redis://a');`,
      'src/session.js': `const client = require('./redis');\nconst { RedisStore } = require('connect-redis');\nnew RedisStore({ client });`,
    };
    expect(usesOf(files)).toEqual(['REDIS_URL = REDIS_URL ?? redis://a (ioredis) src/redis.js:2', 'REDIS_SESSION_URL = REDIS_URL ?? redis://a (connect-redis) src/redis.js:2']);
  });
});

describe('dependencies', () => {
  const read = (texts: Record<string, string>) => javascriptReader.read(Object.keys(texts).filter(javascriptReader.detect), filesOf(texts));

  test('are told with version, use and place', () => {
    const text = `{\n  "dependencies": {\n    "ioredis": "^5.4.0",\n    "bullmq": "5.1.0",\n    "@upstash/redis": "1",\n    "express": "4"\n  },\n  "devDependencies": { "redis": "4", "@types/redis": "4", "redis-memory-server": "1" }\n}\n`;
    expect(read({ 'api/package.json': text }).objects).toEqual([
      { kind: 'code-library', name: 'ioredis', place: { file: 'api/package.json', line: 3, column: 16 }, data: { library: 'ioredis', language: 'javascript', version: '^5.4.0', use: null, folder: 'api', development: false } },
      { kind: 'code-library', name: 'bullmq', place: { file: 'api/package.json', line: 4, column: 15 }, data: { library: 'bullmq', language: 'javascript', version: '5.1.0', use: 'queue', folder: 'api', development: false } },
      { kind: 'code-library', name: 'redis', place: { file: 'api/package.json', line: 8, column: 33 }, data: { library: 'node-redis', language: 'javascript', version: '4', use: null, folder: 'api', development: true } },
    ]); // biome-ignore format: one line each
  });

  test('count as far as a broken file goes, without the login of an address', () => {
    const { objects, problems } = read({ 'package.json': `{ "dependencies": { "ioredis": "git+https://user:hunter2@git.example/x.git", "bull": ` });
    expect(objects?.map(({ name }) => name)).toEqual(['ioredis']);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify([objects, problems])).not.toContain('hunter2');
  });

  test('of examples and tests are none', () => {
    expect(read({ 'examples/a/package.json': `{"dependencies":{"ioredis":"5"}}`, 'test/fixtures/package.json': `{"dependencies":{"ioredis":"5"}}` }).objects).toEqual([]);
  });
});
