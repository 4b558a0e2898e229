import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { iniReader } from '../ini/index.ts';
import { jsonReader } from '../json/index.ts';
import type { Reader } from '../reading.ts';
import { tomlReader } from '../toml/index.ts';

function read(reader: Reader, texts: Record<string, string>) {
  const files = filesOf(texts);
  return reader.read(files.paths.filter(reader.detect), files);
}
const said = (reader: Reader, path: string, text: string) =>
  (read(reader, { [path]: text }).uses ?? []).map(({ means, variable, fallback, place }) => `${means} <- ${variable} ?? ${fallback} @${place.line}:${place.column}`);

describe('TOML', () => {
  test.each([
    ['[redis]\nhost = "h" # note\nport = 6379\npassword = "p"\n', ['REDIS_HOST <- null ?? h @2:8', 'REDIS_PORT <- null ?? 6379 @3:8', 'REDIS_PASSWORD <- null ?? p @4:12']],
    ['redis.url = "redis://h"\n', ['REDIS_URL <- null ?? redis://h @1:13']],
    ['redis = { host = "h", port = 1 }\n', ['REDIS_HOST <- null ?? h @1:18', 'REDIS_PORT <- null ?? 1 @1:30']],
    ['[cache.redis]\nurl = "${CACHE_URL:-redis://h}"\n', ['REDIS_CACHE_URL <- CACHE_URL ?? redis://h @2:7']],
    ['REDIS_URL = "redis://h"', ['REDIS_URL <- null ?? redis://h @1:13']],
    ['# [redis]\n# host = "h"\n[other]\nhost = "redis"\n', []],
    ['note = """\n[redis]\nhost = "h"\n"""\n', []],
    ['[redis]\nport = 6379\n', []],
    ['[dependencies]\nredis = "0.25"\n', []],
  ])('%j', (text, expected) => {
    expect(said(tomlReader, 'config/app.toml', text)).toEqual(expected);
  });
  test('what is invalid is told', () => {
    expect(read(tomlReader, { 'config.toml': '[redis]\nhost = \n' })).toEqual({
      uses: [],
      problems: [{ place: { file: 'config.toml', line: 2, column: expect.any(Number) }, why: expect.any(String) }],
    });
  });
});

describe('INI', () => {
  test.each([
    ['[redis]\nhost = h\nport=6379 ; note\npassword: p#w\n', ['REDIS_HOST <- null ?? h @2:8', 'REDIS_PORT <- null ?? 6379 @3:6', 'REDIS_PASSWORD <- null ?? p#w @4:11']],
    ['[server]\nREDIS_URL = redis://h\n', ['REDIS_URL <- null ?? redis://h @2:13']],
    ['[server]\nREDIS_URL =\n# REDIS_URL = redis://old\n', []],
    ['[program:redis]\ncommand=redis-server\nuser=redis\nhost=x\n', []],
    ['[database]\nhost = redis\n', []],
  ])('%j', (text, expected) => {
    expect(said(iniReader, 'app/config.ini', text)).toEqual(expected);
  });
});

describe('JSON', () => {
  test.each([
    ['{"redis": {"host": "h", "port": 6379, "db": 2}}', ['REDIS_HOST <- null ?? h @1:20', 'REDIS_PORT <- null ?? 6379 @1:33', 'REDIS_DB <- null ?? 2 @1:45']],
    ['{ // note\n"cache": {"redisUrl": "redis://h"},}', ['REDIS_CACHE_URL <- null ?? redis://h @2:23']],
    ['{"redis": {"host": null, "port": 1}}', []],
    ['{"dependencies": {"redis": {"url": "redis://h"}}}', []],
    ['{"$schema": "http://json-schema.org/x", "properties": {"redis": {"host": "h"}}}', []],
  ])('%j', (text, expected) => {
    expect(said(jsonReader, 'config/default.json', text)).toEqual(expected);
  });
  test('variables of node-config', () => {
    expect(said(jsonReader, 'config/custom-environment-variables.json', '{"redis": {"host": "RH"}}')).toEqual(['REDIS_HOST <- RH ?? null @1:20']);
  });
  test('what is cut off is told, and the rest counts', () => {
    const { uses, problems } = read(jsonReader, { 'config.json': '{"redis": {"host": "h", "port": ' });
    expect([uses?.length, problems.length]).toEqual([1, 1]);
  });
});

describe('all of them', () => {
  test.each([
    'pyproject.toml',
    'Cargo.toml',
    'config.example.toml',
    'tests/config.toml',
    'config/test.json',
    'package.json',
    'tsconfig.json',
    '.vscode/settings.json',
    'tox.ini',
    'setup.cfg',
    'alembic.ini',
    'src/data.json',
  ])('%s is not read', (path) => {
    expect([tomlReader, iniReader, jsonReader].filter((reader) => reader.detect(path))).toEqual([]);
  });
  test.each(['config.toml', 'settings.toml', 'config/production.json', 'config.json', 'app.ini', 'conf/redis.ini'])('%s is read', (path) => {
    expect([tomlReader, iniReader, jsonReader].filter((reader) => reader.detect(path))).toHaveLength(1);
  });
  const scraps = ['[redis]', 'host', '=', ' ', '"h"', '{', '}', '[', ']', '\n', ':', ',', '"redis"', '6379', "'''", '"""', '\\', '#', ';', '${', '\0'];
  test.each([
    [tomlReader, 'config.toml'],
    [iniReader, 'config.ini'],
    [jsonReader, 'config.json'],
  ] as const)('%# anything may come', (reader, path) => {
    // biome-ignore format: a list
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 4 })), { maxLength: 60 }), (parts) => {
        const text = `redis${parts.join('')}`;
        const { uses = [], problems } = read(reader, { [path]: text });
        for (const { place } of [...uses, ...problems]) expect(place.line ?? 1).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length + 1);
      }),
      { numRuns: 200 },
    );
  });
  test.each([
    [tomlReader, 'config.toml', `redis = ${'['.repeat(50_000)}`],
    [
      tomlReader,
      'config.toml',
      `${'[redis]\nhost = "h"\n'.replace('redis', 'redis.x').repeat(1)}${Array.from({ length: 20_000 }, (_, index) => `[redis.a${index}]\nhost="h"`).join('\n')}`,
    ],
    [jsonReader, 'config.json', `{"redis": ${'['.repeat(50_000)}`],
    [jsonReader, 'config.json', `{"redis": {${'"host": "h",'.repeat(20_000)}}}`],
    [iniReader, 'config.ini', '[redis]\nhost = h\n'.repeat(20_000)],
  ] as const)('%# ends fast', (reader, path, text) => {
    // biome-ignore format: a list
    const start = cpuMs();
    read(reader, { [path]: text });
    expect(cpuMs() - start).toBeLessThan(2_000);
  });
});
