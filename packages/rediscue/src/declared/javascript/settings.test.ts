import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { javascriptReader } from './index.ts';
import { meant, usesOf } from './uses.fixture.ts';

describe('variables', () => {
  test.each([
    [`const a = process.env.REDIS_URL || 'redis://a';`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`const a = process.env['REDIS_HOST'] ?? 'h';`, ['REDIS_HOST = REDIS_HOST ?? h']],
    [`const { REDIS_URL = 'redis://a', REDIS_PORT: port = 6379 } = process.env;`, ['REDIS_URL = REDIS_URL ?? redis://a', 'REDIS_PORT = REDIS_PORT ?? 6379']],
    [`const { env } = process; const a = env.REDIS_HOST || 'h';`, ['REDIS_HOST = REDIS_HOST ?? h']],
    [`import { env } from 'node:process'; const a = env.REDIS_HOST || 'h';`, ['REDIS_HOST = REDIS_HOST ?? h']],
    [`const a = import.meta.env.REDIS_URL ?? 'redis://a';`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`const a = Deno.env.get('REDIS_DB') ?? '1', b = Bun.env.REDIS_HOST || 'h';`, ['REDIS_DB = REDIS_DB ?? 1', 'REDIS_HOST = REDIS_HOST ?? h']],
    [`const a = process.env.REDIS_PORT ? parseInt(process.env.REDIS_PORT, 10) : 6379;`, ['REDIS_PORT = REDIS_PORT ?? 6379']],
    [`const a = Number.parseInt(process.env.REDIS_PORT || '6379', 10);`, ['REDIS_PORT = REDIS_PORT ?? 6379']],
    [`process.env.REDIS_HOST ??= 'h';`, ['REDIS_HOST = REDIS_HOST ?? h']],
    [`const a = process.env.REDIS_ENABLED === 'true';`, ['REDIS_ENABLED = REDIS_ENABLED ?? false']],
    [`const a = process.env.REDIS_ENABLED !== 'false';`, ['REDIS_ENABLED = REDIS_ENABLED ?? true']],
    [`const a = (process.env.USE_REDIS ?? 'true').toLowerCase() === 'true';`, ['REDIS_ENABLED = USE_REDIS ?? true']],
    [`const a = process.env.SESSION_STORE || 'redis://s';`, ['REDIS_SESSION_URL = SESSION_STORE ?? redis://s']],
    [`const a = process.env.SESSION_REDIS_URI || 'redis://s';`, ['REDIS_SESSION_URL = SESSION_REDIS_URI ?? redis://s']],
    [`import env from 'env-var'; const a = env.get('REDIS_URL').default('redis://a').asString();`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`module.exports = ({ env }) => ({ redis: { host: env('REDIS_HOST', '127.0.0.1'), port: env.int('REDIS_PORT', 6379) } });`, ['REDIS_HOST = REDIS_HOST ?? 127.0.0.1', 'REDIS_PORT = REDIS_PORT ?? 6379']],
    [`import { env } from '$env/dynamic/private'; const url = env.REDIS_URL ?? 'redis://a';`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`const a = process.env.REDISHOST, b = process.env.REDIS_USER, c = process.env.REDIS_PASS;`, ['REDIS_HOST = REDISHOST', 'REDIS_USERNAME = REDIS_USER', 'REDIS_PASSWORD = REDIS_PASS']],
  ])('%s', (code, expected) => expect(meant(code)).toEqual(expected)); // biome-ignore format: a table to read

  test.each([
    `// process.env.REDIS_URL || 'redis://a'`,
    `/* new Redis('redis://a') */`,
    `const help = 'set REDIS_URL to redis://localhost:6379';`,
    `throw new Error('process.env.REDIS_URL is missing: redis://user:pass@host');`,
    `process.env.REDIS_URL = 'redis://a'; delete process.env.REDIS_HOST;`,
    `if (!process.env.REDIS_URL) throw new Error('missing');`,
    `const t = process.env.REDIS_TTL || 60, p = process.env.REDIS_PREFIX, c = process.env.REDIS_CLUSTER_ENABLED === 'true', r = process.env.UPSTASH_REDIS_REST_URL, u = process.env.REDIS_CACHE_UPDATES_ENABLED !== 'false';`,
    `const t = process.env.TEST_REDIS_URL || 'redis://localhost:6380';`,
    `const database = process.env.DATABASE_URL || 'postgres://a';`,
    `const redisKeys = { host: 'key:host', url: 'key:url' };`,
    `export const icons = { redis: { url: 'https://redis.io/logo.svg', host: 'x' } };`,
    `export interface Options { redis: { host: string; port: number } }`,
    `type T = { REDIS_URL: string }; declare const REDIS_HOST: string;`,
    `const compose = { services: { redis: { image: 'redis:7', port: 6379 } } };`,
  ])('tells nothing of: %s', (code) => expect(meant(code)).toEqual([]));
});

describe('schemas', () => {
  test.each([
    [`import { z } from 'zod'; z.object({ REDIS_URL: z.string().url().default('redis://a'), REDIS_PORT: z.coerce.number().int().default(6379), REDIS_PASSWORD: z.string().optional() });`, ['REDIS_URL = REDIS_URL ?? redis://a', 'REDIS_PORT = REDIS_PORT ?? 6379', 'REDIS_PASSWORD = REDIS_PASSWORD']],
    [`import { createEnv } from '@t3-oss/env-nextjs'; import { z } from 'zod'; export const env = createEnv({ server: { REDIS_URL: z.string().default('redis://a') }, runtimeEnv: { REDIS_URL: process.env.REDIS_URL } });`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`import { cleanEnv, host, port, str } from 'envalid'; cleanEnv(process.env, { REDIS_HOST: host({ default: 'h' }), REDIS_PORT: port({ default: 6379 }), REDIS_PASSWORD: str() });`, ['REDIS_HOST = REDIS_HOST ?? h', 'REDIS_PORT = REDIS_PORT ?? 6379', 'REDIS_PASSWORD = REDIS_PASSWORD']],
    [`const Joi = require('joi'); Joi.object({ REDIS_HOST: Joi.string().default('h'), REDIS_PORT: Joi.number().required() });`, ['REDIS_HOST = REDIS_HOST ?? h', 'REDIS_PORT = REDIS_PORT']],
    [`import * as v from 'valibot'; v.object({ REDIS_URL: v.optional(v.string(), 'redis://a') });`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`import { Type } from '@sinclair/typebox'; Type.Object({ REDIS_URL: Type.String({ default: 'redis://a' }) });`, ['REDIS_URL = REDIS_URL ?? redis://a']],
    [`const schema = { type: 'object', properties: { REDIS_HOST: { type: 'string', default: 'h' } } };`, ['REDIS_HOST = REDIS_HOST ?? h']],
    [`import convict from 'convict'; convict({ redis: { host: { format: String, env: 'REDIS_HOST', default: 'h' }, port: { env: 'REDIS_PORT', default: 6379 } } });`, ['REDIS_HOST = REDIS_HOST ?? h', 'REDIS_PORT = REDIS_PORT ?? 6379']],
    [`import Env from '@ioc:Adonis/Core/Env'; export default Env.rules({ REDIS_HOST: Env.schema.string({ format: 'host' }) });`, ['REDIS_HOST = REDIS_HOST']],
  ])('%s', (code, expected) => expect(meant(code)).toEqual(expected)); // biome-ignore format: a table to read

  test('lead to the clients that are made with them, in other files too', () => {
    const env = `import { z } from 'zod';\nconst schema = z.object({ KV_ADDRESS: z.string().default('redis://kv') });\nconst parsed = schema.safeParse(process.env);\nexport const env = parsed.data;`;
    expect(usesOf({ 'src/env.ts': env, 'src/cache.ts': `import Redis from 'ioredis';\nimport { env } from './env.js';\nexport const cache = new Redis(env.KV_ADDRESS);` })).toEqual(
      ['REDIS_CACHE_URL = KV_ADDRESS ?? redis://kv (ioredis) src/env.ts:2'],
    );
  });

  test('say what a service of settings falls back to', () => {
    const app = `import Joi from 'joi';\nConfigModule.forRoot({ validationSchema: Joi.object({ REDIS_HOST: Joi.string().default('localhost') }) });`;
    const queue = `import { BullModule } from '@nestjs/bullmq';\nBullModule.forRootAsync({ useFactory: (config: ConfigService) => ({ connection: { host: config.get('REDIS_HOST') } }) });`;
    expect(usesOf({ 'src/app.module.ts': app, 'src/queue.module.ts': queue })).toEqual(['REDIS_QUEUE_HOST = REDIS_HOST ?? localhost (bullmq) src/app.module.ts:2']);
  });
});

describe('settings of a project', () => {
  test('are followed by aliases, own packages and what files hand on', () => {
    const redis = (from: string, what: string) => `import { config } from '${from}';\nimport Redis from 'ioredis';\nnew Redis(${what});`;
    const config = `export const config = { redis: { url: process.env.STORE_URL ?? 'redis://s' } } as const;`;
    const told = (file: string) => [`REDIS_URL = STORE_URL ?? redis://s (ioredis) ${file}:1`];
    expect(
      usesOf({
        'tsconfig.json': `{ // comment\n"compilerOptions": { "paths": { "~config": ["./src/config.ts"], } } }`,
        'src/config.ts': config,
        'src/a.ts': redis('~config', 'config.redis.url'),
      }),
    ).toEqual(told('src/config.ts'));
    expect(usesOf({ 'src/config/index.ts': `export * from './all';`, 'src/config/all.ts': config, 'src/a.ts': redis('@/config', 'config.redis.url') })).toEqual(
      told('src/config/all.ts'),
    );
    expect(usesOf({ 'packages/c/package.json': `{ "name": "@acme/c" }`, 'packages/c/src/index.ts': config, 'apps/a/src/a.ts': redis('@acme/c', 'config.redis') })).toEqual(
      told('packages/c/src/index.ts'),
    );
    expect(
      usesOf({
        'src/config.json': `{ "redis": { "host": "json-host", "port": 6380 } }`,
        'src/a.js': `const config = require('./config.json');\nconst redis = require('redis');\nredis.createClient(config.redis);`,
      }),
    ).toEqual(['REDIS_HOST = ?? json-host (node-redis) src/config.json:1', 'REDIS_PORT = ?? 6380 (node-redis) src/config.json:1']);
  });

  test('of NestJS by their namespace', () => {
    const files = {
      'src/config/redis.config.ts': `import { registerAs } from '@nestjs/config';\nexport default registerAs('redis', () => ({\n  host: process.env.STORE_HOST || 'localhost',\n  port: parseInt(process.env.STORE_PORT || '6379', 10),\n}));`,
      'src/app.module.ts': `import { BullModule } from '@nestjs/bullmq';\nBullModule.forRootAsync({ useFactory: (configService: ConfigService) => ({ connection: { host: configService.get('redis.host'), port: configService.get<number>('redis.port') } }) });`,
    };
    expect(usesOf(files)).toEqual([
      'REDIS_QUEUE_HOST = STORE_HOST ?? localhost (bullmq) src/config/redis.config.ts:3',
      'REDIS_QUEUE_PORT = STORE_PORT ?? 6379 (bullmq) src/config/redis.config.ts:4',
    ]);
  });

  test('of node-config, with the variables that beat them', () => {
    const files = {
      'config/default.js': `module.exports = { redis: { host: 'localhost', port: 6379, db: 2 } };`,
      'config/production.js': `module.exports = { redis: { host: 'prod.internal' } };`,
      'config/test.js': `module.exports = { redis: { host: 'test' } };`,
      'config/custom-environment-variables.js': `module.exports = { redis: { host: 'STORE_HOST' } };`,
    };
    expect(usesOf(files)).toEqual(['REDIS_HOST = STORE_HOST ?? localhost config/default.js:1']);
    expect(usesOf({ 'config/default.js': files['config/default.js'] })).toEqual([
      'REDIS_HOST = ?? localhost config/default.js:1',
      'REDIS_PORT = ?? 6379 config/default.js:1',
      'REDIS_DB = ?? 2 config/default.js:1',
    ]);
  });

  test('count by their names where no client was seen to take them', () => {
    expect(meant(`export default { redis: { host: process.env.KV_HOST || 'h', port: 6379 }, redisQueueUrl: process.env.JOBS };`, 'src/settings.ts')).toEqual([
      'REDIS_HOST = KV_HOST ?? h',
      'REDIS_PORT = ?? 6379',
      'REDIS_QUEUE_URL = JOBS',
    ]);
    expect(meant(`export default { redis: { cache: { url: 'redis://c' }, session: { url: 'redis://s' } } };`, 'src/config.ts')).toEqual([
      'REDIS_CACHE_URL = ?? redis://c',
      'REDIS_SESSION_URL = ?? redis://s',
    ]);
    expect(
      meant(`export default { development: { redis: { host: 'localhost' } }, production: { redis: { host: 'prod' } }, test: { redis: { url: process.env.T } } };`, 'src/config.ts'),
    ).toEqual([]);
    expect(meant(`export const presets = { redis: { host: 'localhost', port: 6379 } };`, 'src/presets.ts')).toEqual([]);
  });
});

describe('files', () => {
  test.each([
    'src/a.ts',
    'a.mjs',
    'lib/x.cjs',
    'app/page.tsx',
    'b.mts',
    'c.cts',
    'd.jsx',
    'config/default.js',
    'package.json',
    'apps/web/package.json',
    'src/latest.ts',
    'server/contest.js',
  ])('%s is read', (path) => expect(javascriptReader.detect(path)).toBe(true));
  test.each(['src/a.test.ts', 'src/a.spec.js', 'src/__tests__/a.ts', 'test/a.js', 'e2e/a.ts', 'cypress/a.ts', 'packages/x/fixtures/a.ts', 'examples/a.js', 'docs/a.js', 'dist/a.js', 'build/a.js', 'src/a.d.ts', 'public/app.min.js', 'src/a.e2e-spec.ts', 'jest.config.js', 'integration-tests/a.ts', 'src/redis.mock.ts', 'templates/a.ts', 'a.json', 'a.py', 'node_modules/x/package.json', 'test.js', 'setup-tests.ts', '.claude/skills/a.mjs'])('%s is not', (path) => expect(javascriptReader.detect(path)).toBe(false)); // biome-ignore format: a list

  test('that a tool wrote are not read', () => {
    const code = `import Redis from 'ioredis'; new Redis('redis://a');`;
    expect(meant(`${code}${'var a=1;'.repeat(1_000)}`)).toEqual([]);
    expect(meant(`var __commonJS = 1; __commonJS();\n${code}`)).toEqual([]);
    expect(meant(`${code}\n${'const a = 1;\n'.repeat(1_000)}`)).toHaveLength(1);
  });

  test('that are not understood in part are told with the place, and the rest counts', () => {
    const text = `import Redis from 'ioredis';\nnew Redis(process.env.REDIS_URL);\nconst redis = { host: = 'secret-host' };\nnew Redis({ host: 'b' });\n`;
    const { uses, problems } = javascriptReader.read(['a.ts'], filesOf({ 'a.ts': text }));
    expect(uses?.map(({ place }) => place.line)).toEqual([2, 4]);
    expect(problems).toEqual([{ place: { file: 'a.ts', line: 3, column: 23 }, why: 'the syntax is not understood here, so what stands around it may be missing' }]);
  });

  test('with syntax that only TypeScript knows are no problem', () => {
    const text = `import R = require('ioredis');\n@Injectable()\nexport class A { redis!: R; constructor(private readonly c: C) {} }\nconst f = (x: unknown): x is string => !!process.env.REDIS_URL;\ntry {} catch (redisError: unknown) {}\n`;
    expect(javascriptReader.read(['a.ts'], filesOf({ 'a.ts': text })).problems).toEqual([]);
  });

  test('have the place of the value, else of what is read', () => {
    const text = `const a = 1;\n  const url = process.env.REDIS_URL ?? 'redis://a', b = process.env.REDIS_DB;\n`;
    const { uses } = javascriptReader.read(['a.js'], filesOf({ 'a.js': text }));
    expect(uses?.map(({ place }) => place)).toEqual([
      { file: 'a.js', line: 2, column: 40 },
      { file: 'a.js', line: 2, column: 57 },
    ]);
  });
});
