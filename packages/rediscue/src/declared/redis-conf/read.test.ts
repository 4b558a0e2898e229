import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { isRedisConf, parseRedisConf, readRedisConf, shownDirectives } from './index.ts';
import { splitWords } from './words.ts';

const folder = mkdtempSync(join(tmpdir(), 'rediscue-conf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const conf = (text: string) => parseRedisConf('redis.conf', text);
const problems = (text: string) => conf(text).problems.map(({ place, kind, reason }) => `${place.line} ${kind}: ${reason}`);

describe('words', () => {
  const texts = (line: string) => splitWords(line)?.map(({ text }) => text) ?? null;
  test('quotes and escapes as servers read them', () => {
    expect(texts(String.raw`requirepass "a b\x41\n\"c" 'it\'s' plain`)).toEqual(['requirepass', 'a bA\n"c', "it's", 'plain']);
    expect(texts('save ""')).toEqual(['save', '']);
    expect(texts('  port\t6379  ')).toEqual(['port', '6379']);
    expect(splitWords('  port 1')?.[1]?.column).toBe(8);
  });
  test('quotes that are not balanced, or are followed by more', () => {
    for (const line of ['requirepass "abc', "x 'abc", 'x "abc"def', 'x "a\\"']) expect(splitWords(line)).toBeNull();
  });
});

describe('values', () => {
  test('the last one wins, save accumulates and is forgotten', () => {
    const read = conf('port 1\nsave 900 1\nport 2\nsave 300 10 60 10000\nslave-read-only no\nSLAVEOF 10.0.0.1 6379\n');
    expect(read.setting('port')).toBe('2');
    expect(read.setting('replica-read-only')).toBe('no');
    expect(read.setting('replicaof')).toBe('10.0.0.1 6379');
    expect(read.savePoints()).toEqual([
      { seconds: 900, changes: 1 },
      { seconds: 300, changes: 10 },
      { seconds: 60, changes: 10000 },
    ]);
    expect(conf('save 900 1\nsave ""\n').savePoints()).toEqual([]);
    expect(conf('port 1').savePoints()).toBeUndefined();
  });
  test('places count from 1', () => {
    expect(conf('# a comment\n\n  dir /data\n').directives).toEqual([{ name: 'dir', values: ['/data'], place: { file: 'redis.conf', line: 3, column: 3 } }]);
  });
  test('a variable that nothing expands is noticed where it stands', () => {
    expect(conf('port 6379\nrequirepass ${REDIS_PASSWORD:-x}\n').variables).toEqual([
      { place: { file: 'redis.conf', line: 2, column: 13 }, directive: 'requirepass', text: '${REDIS_PASSWORD}' },
    ]);
    expect(problems('port ${PORT}\nmaxmemory ${MAX}\nsave ${A} ${B}\n')).toEqual([]);
  });
  test('a Sentinel is known by its directives', () => {
    const read = conf('port 26379\nsentinel monitor main 10.0.0.1 6379 2\nsentinel auth-pass main tops3cret\n');
    expect(read.sentinel).toBe(true);
    expect(read.problems).toEqual([]);
  });
});

describe('includes', () => {
  test('stand where they are included, expand patterns, and may not go round', async () => {
    mkdirSync(join(folder, 'conf.d'), { recursive: true });
    write('conf.d/a.conf', 'port 1001\n');
    write('conf.d/b.conf', 'port 1002\ninclude main.conf\n');
    const file = write('main.conf', 'port 1000\ninclude conf.d/*.conf\ninclude none.conf\nmaxclients 5\n');
    const read = await readRedisConf(file);
    expect(read.setting('port')).toBe('1002');
    expect(read.setting('maxclients')).toBe('5');
    expect(read.included.map((path) => path.slice(folder.length + 1))).toEqual(['conf.d/a.conf', 'conf.d/b.conf', 'none.conf']);
    expect(read.problems.map(({ reason }) => reason.replaceAll(folder, ''))).toEqual(['`/main.conf` is included again', '`/none.conf` cannot be read (ENOENT)']);
  });
  test('what an included file says that is no configuration is not repeated', async () => {
    const stray = write('stray.txt', 'root:$6$abcdef:19000:0:99999:7:::\nAKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI\n');
    const read = await readRedisConf(write('with-stray.conf', `include ${stray}\n`));
    expect(JSON.stringify([shownDirectives(read), read.problems])).not.toMatch(/abcdef|wJalr/);
  });
  test('no file, a folder, a missing one', async () => {
    expect((await readRedisConf(join(folder, 'none'))).unreadable).toBe('ENOENT');
    expect((await readRedisConf(folder)).unreadable).not.toBeNull();
  });
});

describe('what is wrong', () => {
  test.each([
    ['maxmemoy 1gb', '1 unknown: there is no directive `maxmemoy`; `maxmemory` is near'],
    ['port abc', '1 value: `port` wants a number from 0 to 65535, not `abc`'],
    ['port', '1 count: `port` wants 1 value, none is given'],
    ['port 1 2', '1 count: `port` wants 1 value, 2 are given'],
    ['appendonly maybe', '1 value: `appendonly` wants yes or no, not `maybe`'],
    ['maxmemory 1tb', '1 value: `maxmemory` wants a size such as 512mb or 2gb, not `1tb`'],
    ['requirepass "abc', '1 quotes: the quotes of the line are not balanced'],
    ['save 900', '1 count: `save` wants pairs of seconds and changes'],
    ['sentinel monitor main 10.0.0.1 6379', '1 count: `sentinel monitor` wants 4 values, 3 are given'],
    ['sentinel down-after main 5000', null],
    ['wholly-unheard-of yes', '1 unknown: there is no directive `wholly-unheard-of`'],
    ['loadmodule /x.so\nwholly-unheard-of yes', null],
    ['search-timeout 500\nmymodule.setting 1', null],
    ['maxmemory-policy allkeys-lru\nbind 127.0.0.1 -::1\nsave 900 1 300 10\nuser app on >secretsecret ~* +@all', null],
  ])('%s', (text, problem) => expect(problems(text)).toEqual(problem === null ? [] : [problem]));
});

test('secrets are shapes: no value of one is shown, also not of a misspelt one', () => {
  const shown = JSON.stringify(
    shownDirectives(
      conf(
        'requirepass hunter2hunter2\nmasterauth "hunter2 x"\nrequirepas hunter2\nuser a on >hunter2 #hunter2 ~*\nsentinel auth-pass main hunter2\nrename-command CONFIG hunter2\nloadmodule /m.so KEY hunter2\ntls-key-file-pass hunter2\n',
      ),
    ),
  );
  expect(shown).not.toContain('hunter2');
  expect(shown).toContain('requirepass');
  const [password] = shownDirectives(conf('requirepass changeme\n'));
  expect(password).toMatchObject({ values: ['***'], secret: { set: true, placeholder: 'changeme' } });
});

test('which files look like one', () => {
  for (const path of ['redis.conf', 'conf/redis-6379.conf', 'valkey.conf', '/etc/redis/6379.conf', 'sentinel.conf', 'redis.conf.example']) expect(isRedisConf(path)).toBe(true);
  for (const path of ['nginx.conf', 'redis.yaml', 'redis.config.ts']) expect(isRedisConf(path)).toBe(false);
});

test('anything may come: it ends, and says something or nothing', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.constantFrom('port 6379', 'save 900 1', 'requirepass "x', 'include *', 'sentinel', 'user x', 'loadmodule', `x${'"'.repeat(50)}`),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const read = conf(lines.join('\n'));
      shownDirectives(read);
      read.savePoints();
      for (const { place } of [...read.problems, ...read.directives]) expect(place.line).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
  const long = 'x'.repeat(900_000);
  expect(problems(`${long}\n"${long}\nport ${long}`)).toHaveLength(3);
});
