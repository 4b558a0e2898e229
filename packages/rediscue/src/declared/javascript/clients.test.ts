import { describe, expect, test } from 'vitest';
import { meant, usesOf } from './uses.fixture.ts';

describe('ioredis', () => {
  test.each([
    [`new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379')`, ['REDIS_URL = REDIS_URL ?? redis://localhost:6379 (ioredis)']],
    [`new Redis(process.env.REDIS_URL!)`, ['REDIS_URL = REDIS_URL (ioredis)']],
    [`new Redis(6380, 'cache.internal')`, ['REDIS_PORT = ?? 6380 (ioredis)', 'REDIS_HOST = ?? cache.internal (ioredis)']],
    [`new Redis(Number(process.env.REDIS_PORT) || 6379, process.env.REDIS_HOST || '127.0.0.1', { password: process.env['REDIS_PASSWORD'] })`, ['REDIS_PORT = REDIS_PORT ?? 6379 (ioredis)', 'REDIS_HOST = REDIS_HOST ?? 127.0.0.1 (ioredis)', 'REDIS_PASSWORD = REDIS_PASSWORD (ioredis)']],
    [`new Redis('10.0.0.5')`, ['REDIS_URL = ?? redis://10.0.0.5 (ioredis)']],
    [`new Redis('/run/redis.sock')`, ['REDIS_URL = ?? unix:///run/redis.sock (ioredis)']],
    [`new Redis({ path: '/run/redis.sock' })`, ['REDIS_URL = ?? unix:///run/redis.sock (ioredis)']],
    [`new Redis()`, ['REDIS_HOST = ?? localhost (ioredis)']],
    [`new Redis({ port: 6390 })`, ['REDIS_PORT = ?? 6390 (ioredis)', 'REDIS_HOST = ?? localhost (ioredis)']],
    [`new Redis({ host: process.env.CACHE_HOST, username: 'app', password: process.env.SECRET, db: 2, tls: {} })`, ['REDIS_CACHE_HOST = CACHE_HOST (ioredis)', 'REDIS_CACHE_USERNAME = ?? app (ioredis)', 'REDIS_CACHE_PASSWORD = SECRET (ioredis)', 'REDIS_CACHE_DB = ?? 2 (ioredis)', 'REDIS_CACHE_TLS = ?? true (ioredis)']],
    [`new Redis({ host: 'r', tls: process.env.REDIS_TLS === 'true' ? {} : undefined })`, ['REDIS_HOST = ?? r (ioredis)', 'REDIS_TLS = REDIS_TLS ?? false (ioredis)']],
    [`new Redis({ host: 'r', ...(process.env.USE_TLS === '1' && { tls: {} }) })`, ['REDIS_HOST = ?? r (ioredis)', 'REDIS_TLS = USE_TLS ?? false (ioredis)']],
    [`new Redis({ host: 'r', ...(process.env.REDIS_PASSWORD ? { password: process.env.REDIS_PASSWORD } : {}) })`, ['REDIS_HOST = ?? r (ioredis)', 'REDIS_PASSWORD = REDIS_PASSWORD (ioredis)']],
    [`new Redis({ sentinels: [{ host: 's1', port: 26379 }, { host: 's2', port: 26380 }], name: 'mymaster', sentinelPassword: process.env.SP })`, ['REDIS_SENTINELS = ?? s1:26379,s2:26380 (ioredis)', 'REDIS_SENTINEL_NAME = ?? mymaster (ioredis)', 'REDIS_SENTINEL_PASSWORD = SP (ioredis)']],
    [`new Redis({ sentinels: process.env.REDIS_SENTINELS.split(',').map((each) => ({ host: each })), name: process.env.REDIS_MASTER_NAME || 'main' })`, ['REDIS_SENTINELS = REDIS_SENTINELS (ioredis)', 'REDIS_SENTINEL_NAME = REDIS_MASTER_NAME ?? main (ioredis)']],
    [`new Redis.Cluster([{ host: 'a', port: 7000 }, 'redis://b:7001'], { redisOptions: { password: 'p' } })`, ['REDIS_CLUSTER_NODES = ?? a:7000,redis://b:7001 (ioredis)', 'REDIS_PASSWORD = ?? p (ioredis)']],
    [`new Redis.Cluster([{ host: process.env.REDIS_HOST, port: 6379 }])`, ['REDIS_HOST = REDIS_HOST (ioredis)', 'REDIS_PORT = ?? 6379 (ioredis)']],
    [`new Redis.Cluster(process.env.REDIS_CLUSTER_NODES.split(','))`, ['REDIS_CLUSTER_NODES = REDIS_CLUSTER_NODES (ioredis)']],
    [`const url = new URL(process.env.BROKER_ADDRESS); new Redis({ host: url.hostname, port: Number(url.port), password: url.password })`, ['REDIS_QUEUE_URL = BROKER_ADDRESS (ioredis)']],
  ])('%s', (code, expected) => expect(meant(`import Redis from 'ioredis';\n${code};`)).toEqual(expected)); // biome-ignore format: a table to read

  test.each([
    `import IORedis from 'ioredis'; new IORedis(process.env.A);`,
    `import { Redis as Client } from 'ioredis'; new Client(process.env.A);`,
    `import * as lib from 'ioredis'; new lib.Redis(process.env.A);`,
    `const Redis = require('ioredis'); new Redis(process.env.A);`,
    `const { Redis } = require('ioredis'); new Redis(process.env.A);`,
    `const { default: Redis } = await import('ioredis'); new Redis(process.env.A);`,
    `new (require('ioredis'))(process.env.A);`,
    `import Redis from 'npm:ioredis@5.4.1'; new Redis(process.env.A);`,
  ])('is known however it is imported: %s', (code) => expect(meant(code)).toEqual(['REDIS_URL = A (ioredis)']));

  test('is told by the class of another file', () => {
    const files = {
      'src/redis.ts': `export { default as Redis } from 'ioredis';`,
      'src/lib/index.ts': `export * from '../redis';`,
      'src/app.ts': `import { Redis } from './lib';\nnew Redis(process.env.REDIS_URL);`,
    };
    expect(usesOf(files)).toEqual(['REDIS_URL = REDIS_URL (ioredis) src/app.ts:2']);
  });
});

describe('node-redis', () => {
  test.each([
    [`await createClient({ url: process.env.REDIS_URL }).on('error', console.error).connect()`, ['REDIS_URL = REDIS_URL (node-redis)']],
    [`createClient({ socket: { host: process.env.REDIS_HOST ?? 'localhost', port: parseInt(process.env.REDIS_PORT ?? '6379', 10), tls: true }, username: 'u', password: process.env.PW, database: 1 })`, ['REDIS_HOST = REDIS_HOST ?? localhost (node-redis)', 'REDIS_PORT = REDIS_PORT ?? 6379 (node-redis)', 'REDIS_TLS = ?? true (node-redis)', 'REDIS_USERNAME = ?? u (node-redis)', 'REDIS_PASSWORD = PW (node-redis)', 'REDIS_DB = ?? 1 (node-redis)']],
    [`createClient(6380, 'old', { auth_pass: 'x' })`, ['REDIS_PORT = ?? 6380 (node-redis)', 'REDIS_HOST = ?? old (node-redis)', 'REDIS_PASSWORD = ?? x (node-redis)']],
    [`createClient(process.env.REDIS_PORT, process.env.REDIS_HOST)`, ['REDIS_PORT = REDIS_PORT (node-redis)', 'REDIS_HOST = REDIS_HOST (node-redis)']],
    [`createClient()`, ['REDIS_HOST = ?? localhost (node-redis)']],
    [`createCluster({ rootNodes: [{ url: 'redis://a:1' }, { socket: { host: 'b', port: 2 } }], defaults: { password: process.env.PW } })`, ['REDIS_CLUSTER_NODES = ?? redis://a:1,b:2 (node-redis)', 'REDIS_PASSWORD = PW (node-redis)']],
    [`createSentinel({ name: 'primary', sentinelRootNodes: [{ host: 's', port: 26379 }], nodeClientOptions: { password: 'p' } })`, ['REDIS_SENTINEL_NAME = ?? primary (node-redis)', 'REDIS_SENTINELS = ?? s:26379 (node-redis)', 'REDIS_PASSWORD = ?? p (node-redis)']],
  ])('%s', (code, expected) => expect(meant(`import { createClient, createCluster, createSentinel } from 'redis';\n${code};`)).toEqual(expected)); // biome-ignore format: a table to read

  test('tells no default where something could name the server', () => {
    expect(meant(`import { createClient } from 'redis'; createClient(options); createClient({ ...options }); createClient(...args); createClient({ url });`)).toEqual([]);
  });
});

describe('other clients', () => {
  test.each([
    [`import { RedisClient } from 'bun'; new RedisClient(Bun.env.VALKEY_URL);`, ['REDIS_URL = VALKEY_URL (bun)']],
    [`import { connect } from 'https://deno.land/x/redis@v0.32.0/mod.ts'; await connect({ hostname: Deno.env.get('REDIS_HOST') ?? '127.0.0.1', port: 6379 });`, ['REDIS_HOST = REDIS_HOST ?? 127.0.0.1 (deno-redis)', 'REDIS_PORT = ?? 6379 (deno-redis)']],
    [`import Redis from 'iovalkey'; new Redis({ host: 'valkey' });`, ['REDIS_HOST = ?? valkey (iovalkey)']],
    [`import { GlideClient } from '@valkey/valkey-glide'; await GlideClient.createClient({ addresses: [{ host: process.env.VALKEY_HOST, port: 6379 }], useTLS: true, credentials: { password: 'p' } });`, ['REDIS_HOST = VALKEY_HOST (valkey-glide)', 'REDIS_PORT = ?? 6379 (valkey-glide)', 'REDIS_TLS = ?? true (valkey-glide)', 'REDIS_PASSWORD = ?? p (valkey-glide)']],
    [`import { Redis } from '@upstash/redis'; new Redis({ url: process.env.UPSTASH_REDIS_REST_URL, token: process.env.UPSTASH_REDIS_REST_TOKEN });`, []],
    [`import RedisMock from 'ioredis-mock'; new RedisMock({ host: 'x' });`, []],
  ])('%s', (code, expected) => expect(meant(code)).toEqual(expected)); // biome-ignore format: a table to read
});

describe('one of several ways', () => {
  const expected = ['REDIS_URL = REDIS_URL ?? redis://localhost:6379 (ioredis)'];
  test.each([
    `const r = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : new Redis({ host: 'localhost', port: 6379 });`,
    `let r; if (process.env.REDIS_URL) { r = new Redis(process.env.REDIS_URL); } else { r = new Redis({ host: 'localhost', port: 6379 }); }`,
    `function make() { if (process.env.REDIS_URL) return new Redis(process.env.REDIS_URL); return new Redis({ host: 'localhost' }); }`,
    `new Redis(process.env.REDIS_URL ?? { host: 'localhost', port: 6379 });`,
    `let url = 'redis://localhost:6379'; if (process.env.REDIS_URL) url = process.env.REDIS_URL; new Redis(url);`,
    `const url = process.env.NODE_ENV === 'production' ? process.env.REDIS_URL : 'redis://localhost:6379'; new Redis(url);`,
    `const url = process.env.NODE_ENV === 'test' ? 'redis://test:1' : process.env.REDIS_URL || 'redis://localhost:6379'; new Redis(url);`,
    `const url = () => process.env.REDIS_URL || 'redis://localhost:6379'; new Redis(url());`,
    `class A { #url = process.env.REDIS_URL || 'redis://localhost:6379'; client = new Redis(this.#url); }`,
  ])('what is fixed is what the variable falls back to: %s', (code) => expect(meant(`import Redis from 'ioredis';\n${code}`)).toEqual(expected));

  test('of two fixed ones none is told', () => {
    expect(meant(`import Redis from 'ioredis'; new Redis(process.env.NODE_ENV === 'production' ? 'redis://prod' : 'redis://dev');`)).toEqual([]);
    expect(meant(`import Redis from 'ioredis'; if (inDocker) c = new Redis({ host: 'redis' }); else c = new Redis({ host: 'localhost' });`)).toEqual([]);
  });

  test('one variable behind the other, the stronger first', () => {
    expect(meant(`import Redis from 'ioredis'; new Redis(process.env.CACHE_URL || process.env.REDIS_URL || 'redis://a');`)).toEqual([
      'REDIS_CACHE_URL = CACHE_URL (ioredis)',
      'REDIS_CACHE_URL = REDIS_URL ?? redis://a (ioredis)',
    ]);
  });
});

describe('addresses that are put together', () => {
  test.each([
    ['`redis://:${process.env.REDIS_PASSWORD}@${process.env.REDIS_HOST || "localhost"}:${PORT}/1`', ['REDIS_PASSWORD = REDIS_PASSWORD (node-redis)', 'REDIS_HOST = REDIS_HOST ?? localhost (node-redis)', 'REDIS_PORT = ?? 6380 (node-redis)', 'REDIS_DB = ?? 1 (node-redis)']],
    ['`rediss://${process.env.REDIS_USER}:${process.env.REDIS_PASSWORD}@${process.env.REDIS_HOST}:6379`', ['REDIS_TLS = ?? true (node-redis)', 'REDIS_USERNAME = REDIS_USER (node-redis)', 'REDIS_PASSWORD = REDIS_PASSWORD (node-redis)', 'REDIS_HOST = REDIS_HOST (node-redis)', 'REDIS_PORT = ?? 6379 (node-redis)']],
    ['`redis://${process.env.PW ? `:${process.env.PW}@` : ""}${process.env.REDIS_HOST}:6379`', ['REDIS_PASSWORD = PW (node-redis)', 'REDIS_HOST = REDIS_HOST (node-redis)', 'REDIS_PORT = ?? 6379 (node-redis)']],
    ['`${process.env.REDIS_TLS === "true" ? "rediss" : "redis"}://${process.env.REDIS_HOST}:6379`', ['REDIS_TLS = REDIS_TLS ?? false (node-redis)', 'REDIS_HOST = REDIS_HOST (node-redis)', 'REDIS_PORT = ?? 6379 (node-redis)']],
    ['"redis://" + process.env.REDIS_HOST + ":" + process.env.REDIS_PORT', ['REDIS_HOST = REDIS_HOST (node-redis)', 'REDIS_PORT = REDIS_PORT (node-redis)']],
    ['`${process.env.REDIS_URL}/3`', ['REDIS_URL = REDIS_URL (node-redis)', 'REDIS_DB = ?? 3 (node-redis)']],
    ['`redis://${HOST}:${PORT}`', ['REDIS_URL = ?? redis://cache:6380 (node-redis)']],
    ['process.env.REDIS_URL || `redis://${process.env.REDIS_HOST}:6379`', ['REDIS_URL = REDIS_URL (node-redis)', 'REDIS_HOST = REDIS_HOST (node-redis)', 'REDIS_PORT = ?? 6379 (node-redis)']],
  ])('%s', (code, expected) => {
    const text = `import { createClient } from 'redis';\nconst PORT = 6380, HOST = 'cache';\ncreateClient({ url: ${code} });`;
    expect(meant(text)).toEqual(expected);
  }); // biome-ignore format: a table to read

  test('what may hold a port too is not taken for a host', () => {
    expect(meant('import { createClient } from "redis"; createClient({ url: `redis://${process.env.CACHE_ADDRESS}` });')).toEqual([]);
  });
});
