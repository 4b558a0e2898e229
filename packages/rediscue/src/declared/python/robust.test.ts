import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { pythonReader } from './index.ts';

const sample = `import os, redis
from celery import Celery
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file=(".env", ".env.local"))
    redis_host: str = Field("localhost", alias="RH")
    redis_password: SecretStr = "hunter2-canary"

    @property
    def redis_url(self):
        return f"redis://:{self.redis_password}@{self.redis_host}:{6379}/0"

settings = Settings()
HOST = os.environ.get("REDIS_HOST") or 'h'
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": ["redis://%s/1" % HOST, "redis://b"]}}
client = redis.Redis(host=HOST, port=int(os.getenv("REDIS_PORT", 6379)), **{"db": 1})
app = Celery("x", broker=settings.redis_url, backend="redis://{}/2".format(HOST))
app.conf.update(result_backend=lambda: HOST)
`;

function read(texts: Record<string, string>) {
  const files = filesOf(texts);
  return pythonReader.read(files.paths.filter(pythonReader.detect), files);
}

/** Milliseconds that reading takes. */
function timeOf(text: string): number {
  const start = cpuMs();
  read({ 'app/settings.py': text });
  return cpuMs() - start;
}

describe('whatever stands in a file', () => {
  const scraps = ['redis.Redis(', 'os.getenv("REDIS_URL"', ')', '(', '[', ']', '{', '}', '"', "'", '"""', 'f"{', '\n', '\n    ', ':', ',', '=', ' or ', '*', '**', 'class X(BaseSettings):', 'def f(', 'lambda: ', 'REDIS_URL', '\\', '#', '\0', '\u{1F600}', '\r']; // biome-ignore format: a list to read

  test('mutations of a settings file end, with places of the file', () => {
    const mutation = fc.tuple(
      fc.nat(sample.length),
      fc.nat(60),
      fc.constantFrom('cut', 'double', 'replace', 'insert', 'end'),
      fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 6 })),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let text = sample;
        for (const [at, length, kind, scrap] of mutations) {
          const [before, piece, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
          text = { cut: before + after, double: before + piece + piece + after, replace: before + scrap + after, insert: before + scrap + piece + after, end: before }[kind];
        }
        const { uses = [], problems } = read({ 'app/settings.py': text });
        const lines = text.split(/\r\n?|\n/).length;
        for (const { place } of [...uses, ...problems]) expect(place.line).toBeLessThanOrEqual(lines);
        expect(JSON.stringify(problems)).not.toContain('hunter2');
      }),
      { numRuns: 300 },
    );
  });

  test('scraps in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 80 }), (parts) => {
        read({ 'a.py': `import redis, os\n${parts.join('')}` });
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is made to hang', () => {
  const deep = 20_000;
  test.each([
    ['brackets', `REDIS_URL = ${'('.repeat(deep)}"redis://h"${')'.repeat(deep)}`],
    ['open brackets', `REDIS_URL = ${'['.repeat(deep)}`],
    ['sums', `REDIS_URL = "a"${' + "b"'.repeat(deep)}`],
    ['alternatives', `import os\nREDIS_URL = os.getenv("A")${' or os.getenv("B")'.repeat(5_000)}`],
    ['f-strings', `REDIS_URL = ${'f"{'.repeat(300)}${'}"'.repeat(300)}`],
    ['avalanches', `${Array.from({ length: 60 }, (_, index) => `A${index + 1} = f"{A${index}}{A${index}}"`).join('\n')}\nREDIS_URL = A60`],
    [
      'avalanches of choices',
      `import os\n${Array.from({ length: 60 }, (_, index) => `A${index + 1} = A${index} or A${index} or os.getenv("X${index}")`).join('\n')}\nREDIS_URL = A60`,
    ],
    ['rings', 'REDIS_URL = A\nA = B or A\nB = REDIS_URL + A\n'],
    ['functions in a ring', 'def f(x): return g(x)\ndef g(x): return f(x) or g(x) or f(f(g(x)))\nREDIS_URL = f(g(f("redis://")))\n'],
    ['functions that branch', `${Array.from({ length: 40 }, (_, index) => `def f${index}(x): return f${index + 1}(f${index + 1}(x))`).join('\n')}\nREDIS_URL = f0("redis://h")`],
    ['classes in a ring', 'class A(B): pass\nclass B(A): pass\nREDIS_URL = A().redis_url\nclass RedisSettings(RedisSettings): host: str = "h"\n'],
    [
      'many classes',
      `from pydantic_settings import BaseSettings\n${Array.from({ length: 1_500 }, (_, index) => `class S${index}(${index === 0 ? 'BaseSettings' : `S${index - 1}`}):\n    redis_host: str = "h"`).join('\n')}`,
    ],
    ['nested settings', `from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    redis: "S"\n    redis_s: S\n    model_config = {"env_nested_delimiter": "__"}`],
    ['many assignments', `import os\n${'REDIS_URL = os.getenv("REDIS_URL", REDIS_URL)\n'.repeat(4_000)}`],
    ['many choices', `import os\n${'if x:\n    REDIS_URL = os.getenv("REDIS_URL")\n'.repeat(3_000)}`],
    ['many callers', `import redis\ndef f(host="h"): return redis.Redis(host=host)\n${'f(host=g())\n'.repeat(5_000)}`],
    ['many lambdas', `${'x = lambda: REDIS_URL\n'.repeat(5_000)}`],
    ['a long list', `REDIS_HOSTS = [${'"redis://h",'.repeat(20_000)}]`],
    ['a long dictionary', `CACHES = {${Array.from({ length: 5_000 }, (_, index) => `"a${index}": {"BACKEND": "django_redis", "LOCATION": "redis://h"},`).join('')}}`],
    ['nested functions', Array.from({ length: 400 }, (_, index) => `${' '.repeat(index)}def f${index}(REDIS_URL="redis://"):`).join('\n')],
    ['nested conditions', `${Array.from({ length: 300 }, (_, index) => `${' '.repeat(index)}if x:`).join('\n')}\n${' '.repeat(300)}REDIS_URL = 1`],
    ['errors', 'redis = = )\n'.repeat(10_000)],
    ['member chains', `REDIS_URL = a${'.b'.repeat(deep)}`],
    ['call chains', `REDIS_URL = a${'()'.repeat(5_000)}`],
  ])('%s', (_, text) => {
    expect(timeOf(text)).toBeLessThan(3_000);
  });

  test('what is nested too deeply is told with its place', () => {
    expect(read({ 'app/settings.py': `REDIS_URL = ${'['.repeat(1_000)}` }).problems).toEqual([
      { place: { file: 'app/settings.py', line: 1, column: 213 }, why: expect.any(String) },
    ]);
    expect(read({ 'app/settings.py': `# ${'['.repeat(1_000)}\nS = "${'('.repeat(1_000)}"\n# ${'-'.repeat(1_000)}\nREDIS_URL = "redis://h"` }).problems).toEqual([]);
  });

  test('stars in a ring, and many of them', () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `app/m${index}.py`,
        `${Array.from({ length: 30 }, (__, other) => `from .m${other} import *`).join('\n')}\nREDIS_URL = UNKNOWN_${index}\n`,
      ]),
    );
    const start = cpuMs();
    read(files);
    expect(cpuMs() - start).toBeLessThan(3_000);
  });
});
