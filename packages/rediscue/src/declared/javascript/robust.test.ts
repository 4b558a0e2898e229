import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { javascriptReader } from './index.ts';

const sample = `import IORedis, { type RedisOptions } from 'ioredis';
import { Queue, Worker } from 'bullmq';
import { z } from 'zod';
import { cpuMs } from '../../cpu-time.ts';
const schema = z.object({ REDIS_URL: z.string().url().default('redis://localhost:6379'), REDIS_DB: z.coerce.number().default(0) });
const env = schema.parse(process.env);
const { REDIS_HOST = 'localhost', REDIS_PORT: port = '6379', ...rest } = process.env;
export const url = process.env.CACHE_URL ?? \`redis://:\${process.env.REDIS_PASSWORD}@\${REDIS_HOST}:\${Number(port)}/0\`;
const base: RedisOptions = { host: REDIS_HOST, port: parseInt(port, 10), ...(process.env.REDIS_TLS === 'true' && { tls: {} }) };
export const client = url ? new IORedis(url) : new IORedis({ ...base, db: env.REDIS_DB });
export const queue = new Queue('mail', { connection: base });
new Worker('mail', async () => {}, { connection: client.duplicate() });
export default { redis: { url: env.REDIS_URL, cache: { host: 'cache', port: 6379 } } };
`;

const read = (text: string, file = 'src/config/redis.ts') => javascriptReader.read([file], filesOf({ [file]: text }));

describe('mutated sources', () => {
  const at = fc.nat(sample.length);
  const mutation = fc.oneof(
    at.map((end) => (text: string) => text.slice(0, end)),
    at.map((start) => (text: string) => text.slice(start)),
    fc.tuple(at, at).map(
      ([a, b]) =>
        (text: string) =>
          text.slice(0, a) + text.slice(Math.min(a, b), Math.max(a, b)) + text.slice(a),
    ),
    fc.tuple(at, fc.constantFrom('{', '}', '(', ')', '`', "'", '"', '${', '/*', '\\', '=>', '...', '\0', '<', '?')).map(
      ([a, sign]) =>
        (text: string) =>
          text.slice(0, a) + sign + text.slice(a + 1),
    ),
    fc.tuple(at, fc.string({ unit: 'binary', maxLength: 20 })).map(
      ([a, noise]) =>
        (text: string) =>
          text.slice(0, a) + noise + text.slice(a),
    ),
  );

  test('are read without an error, and every place lies in the file', () => {
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('config/redis.js', 'config/redis.ts', 'config/redis.tsx', 'config/redis.mjs'),
        (mutations, file) => {
          const text = mutations.reduce((before, mutate) => mutate(before), sample);
          const lines = text.split('\n');
          const { uses = [], problems } = read(text, file);
          for (const { place } of [...uses, ...problems]) {
            expect(place.line).toBeGreaterThan(0);
            expect(place.line).toBeLessThanOrEqual(lines.length);
            expect(place.column ?? 1).toBeLessThanOrEqual((lines[(place.line ?? 1) - 1] ?? '').length + 1);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('never show what a file says in their problems', () => {
    fc.assert(
      fc.property(mutation, (mutate) => {
        for (const { why } of read(mutate(sample)).problems) expect(why).toMatch(/^(?:the syntax is not understood here|the file is too large)/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('bounds', () => {
  const hostile: [string, string][] = [
    ['deep parentheses', `const REDIS_URL = ${'(\n'.repeat(20_000)}process.env.REDIS_URL${')\n'.repeat(20_000)};`],
    ['deep objects', `export default { redis: ${'{ redis:\n'.repeat(5_000)}1${'}\n'.repeat(5_000)} };`],
    ['deep blocks', `${'{\n'.repeat(20_000)} process.env.REDIS_URL ${'}\n'.repeat(20_000)}`],
    ['a long chain of fallbacks', `const u = ${'process.env.REDIS_URL ||\n'.repeat(8_000)}'redis://x';`],
    ['a long chain of calls', `import Redis from 'ioredis'; new Redis()${'.on("a", () => {})\n'.repeat(8_000)};`],
    ['texts that double', `const a0 = 'redis://'; ${Array.from({ length: 2_000 }, (_, n) => `const a${n + 1} = a${n} + a${n};`).join('\n')} new Redis(a2000); import Redis from 'ioredis';`],
    ['templates that double', `const a0 = process.env.REDIS_URL; ${Array.from({ length: 2_000 }, (_, n) => `const a${n + 1} = \`\${a${n}}\${a${n}}\`;`).join('\n')}`],
    ['choices that double', `const a0 = process.env.REDIS_URL; ${Array.from({ length: 60 }, (_, n) => `const a${n + 1} = x ? a${n} : a${n};`).join('\n')} new Redis(a60); import Redis from 'ioredis';`],
    ['objects that double', `const a0 = { host: process.env.REDIS_HOST }; ${Array.from({ length: 2_000 }, (_, n) => `const a${n + 1} = { ...a${n}, ...a${n}, k${n}: 1 };`).join('\n')} new Redis(a2000); import Redis from 'ioredis';`],
    ['objects that nest themselves', `const a0 = { host: process.env.REDIS_HOST }; ${Array.from({ length: 60 }, (_, n) => `const a${n + 1} = { redis: a${n}, client: a${n}, options: a${n} };`).join('\n')} new Redis(a60); import Redis from 'ioredis';`],
    ['rings', 'const a = b; const b = a; const c = { ...d }; const d = { ...c }; function f() { return f(); } new Redis(a); new Redis(c); new Redis(f()); import Redis from "ioredis";'],
    ['many clients', `import Redis from 'ioredis';\n${'new Redis(process.env.REDIS_URL || "redis://a");\n'.repeat(6_000)}`],
    ['many branches', `import Redis from 'ioredis'; let r;\n${'if (x) { r = new Redis({ host: "a" }); } else\n'.repeat(2_000)} {}`],
    ['many assignments', `let redisUrl = process.env.REDIS_URL;\n${'redisUrl = redisUrl || "redis://a";\n'.repeat(8_000)}`],
    ['many fields', `class A { constructor() {\n${'this.redisUrl = process.env.REDIS_URL;\n'.repeat(6_000)} } get() { return this.redisUrl } }`],
    ['an open string', `const REDIS_URL = '${'x\\\n'.repeat(60_000)}`],
    ['an open comment', `process.env.REDIS_URL /*${'*\n'.repeat(100_000)}`],
    ['words without an end', `${'// redisredisredisredis\n'.repeat(4_000)}\n${`"https:\n`.repeat(10_000)}\nprocess.env.REDIS_URL`],
  ]; // biome-ignore format: one line each

  test.each(hostile)('%s are read soon', (_, text) => {
    const begin = cpuMs();
    read(text, 'src/config.ts');
    read(text, 'src/config.js');
    // Far above what it takes: what this shows is that nothing grows without a bound.
    expect(cpuMs() - begin).toBeLessThan(8_000);
  });
});

test('a package.json or tsconfig.json that nests without an end is refused at its place', () => {
  const deep = `{ "dependencies": { "ioredis": "^5" }, "x":\n${'['.repeat(100_000)}`;
  const files = filesOf({
    'package.json': deep,
    'tsconfig.json': deep.slice(0, 90_000),
    'api/package.json': deep.slice(0, 90_000),
    'src/a.ts': "import { x } from '@/b';\nnew x(process.env.REDIS_URL);",
  });
  const { problems } = javascriptReader.read(files.paths.filter(javascriptReader.detect), files);
  expect(problems).toContainEqual({ place: { file: 'package.json', line: 2, column: expect.any(Number) }, why: 'this is nested too deeply to be read' });
});
