import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processLayer, targetsFromLayers } from '../environment/index.ts';
import { expand } from './expand.ts';
import { readDotenv } from './index.ts';
import { parseDotenv } from './parse.ts';

const values = (text: string) => Object.fromEntries(parseDotenv(text).map(({ name, value }) => [name, value]));

describe('an env file', () => {
  test.each([
    ['A=1', '1'],
    ['export A=1', '1'],
    ['  A = 1 ', '1'],
    ['A=', ''],
    ['A=one two', 'one two'],
    ['A=1 # note', '1'],
    ['A= # note', ''],
    ['A=a#b', 'a#b'],
    ['A=redis://:p#w@h:6379/0', 'redis://:p#w@h:6379/0'],
    ['A="1 # 2" # note', '1 # 2'],
    ["A='1 # 2'", '1 # 2'],
    ['A=`it\'s "so"`', 'it\'s "so"'],
    ['A="a\\nb\\"c\\\\"', 'a\nb"c\\'],
    ["A='a\\nb'", 'a\\nb'],
    ['A="a"b', '"a"b'],
    ['A="open', '"open'],
    ['A=b=c', 'b=c'],
    ['A=1\r\n', '1'],
    ['\uFEFFA=1', '1'],
    ['A="one\ntwo"', 'one\ntwo'],
    ['A=1\nA=2', '2'],
    ["A='${B}'", '${B}'],
  ])('%j', (text, value) => {
    expect(values(text)).toEqual({ A: value });
  });

  test('what assigns nothing is passed over', () => {
    expect(parseDotenv('# REDIS_URL=redis://old\n\nhello\n=1\n2A=1\nA B=1\n')).toEqual([]);
  });

  test('lines count from 1, over values of several lines and any line ends', () => {
    const lines = (text: string) => parseDotenv(text).map(({ name, line }) => `${name}${line}`);
    for (const end of ['\n', '\r\n', '\r']) expect(lines(['# x', 'A="1', '2"', '', "B='3", "' # note", 'C=4', 'D=5'].join(end))).toEqual(['A2', 'B5', 'C7', 'D8']);
  });

  const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/);
  const printable = fc.string({ maxLength: 30 });
  test('what is written in quotes is read back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, printable), { selector: ([key]) => key, maxLength: 8 }), fc.constantFrom('"', "'", '`'), (pairs, sign) => {
        const kept = pairs.filter(([, value]) => sign === '"' || !value.includes(sign));
        const written = kept.map(([key, value]) => `${key}=${sign}${sign === '"' ? value.replace(/[\\"]/g, '\\$&') : value}${sign}`).join('\n');
        expect(parseDotenv(written).map((each) => [each.name, each.value])).toEqual(kept);
      }),
    );
  });

  test('anything may come: it ends, and every line is one of the file', () => {
    const scrap = fc.oneof(fc.constantFrom('A=', '"', "'", '`', '\\', '#', '\n', '\r\n', '${', '}', ' ', 'export ', '$A'), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), (scraps) => {
        const text = scraps.join('');
        const last = text.split(/\r\n?|\n/).length;
        for (const { line, value } of parseDotenv(text)) {
          expect(line).toBeLessThanOrEqual(last);
          expand(value, () => undefined);
        }
      }),
    );
  });
});

describe('references', () => {
  const known: Record<string, string> = { HOST: 'h', EMPTY: '', DOLLAR: '$HOST' };
  const expanded = (text: string) => expand(text, (name) => known[name]);
  test.each([
    ['redis://${HOST}:1', 'redis://h:1'],
    ['$HOST:1', 'h:1'],
    ['${EMPTY}', ''],
    ['${NONE:-x}${NONE-y}', 'xy'],
    ['${HOST:-x}', 'h'],
    ['${EMPTY:-x}', 'x'],
    ['${HOST:+x}${NONE:+y}', 'x'],
    ['${NONE:-redis://${HOST}:${NONE:-1}}/0', 'redis://h:1/0'],
    ['${DOLLAR}', '$HOST'],
    ['pa$word', 'pa$word'],
    ['pa\\$HOST \\${HOST}', 'pa$HOST ${HOST}'],
    ['${', '${'],
    ['${HOST', '${HOST'],
    ['${}${a.b}$', '${}${a.b}$'],
  ])('%s', (text, value) => {
    expect(expanded(text)).toEqual({ value, unset: [] });
  });

  test('without a value stay as they are, and are told', () => {
    expect(expanded('a${NONE}b${ALSO:?must be set}')).toEqual({ value: 'a${NONE}b${ALSO}', unset: ['NONE', 'ALSO'] });
  });

  test('a text without a dollar sign stays what it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('$')),
        (text) => {
          expect(expanded(text)).toEqual({ value: text, unset: [] });
        },
      ),
    );
  });
});

describe('the files of a project', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rediscue-dotenv-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = async (files: Record<string, string>, environment: Record<string, string> = {}) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const found = await readDotenv(folder, environment);
    return { ...found, targets: targetsFromLayers([processLayer(environment), ...found.layers]) };
  };

  test('a template is none of them', async () => {
    expect(await read({ '.env.example': 'REDIS_URL=redis://h', '.env.sample': 'REDIS_URL=redis://h', env: 'REDIS_URL=redis://h' })).toEqual({
      layers: [],
      unreadable: [],
      targets: [],
    });
  });

  test('places name the file and the line', async () => {
    const { targets } = await read({ '.env': '# app\nREDIS_HOST=your-redis-host\nREDIS_PORT=abc\n' });
    expect(targets[0]?.fact.sources.slice(0, 2)).toEqual([
      { kind: 'file', name: 'REDIS_HOST', place: { file: '.env', line: 2 } },
      { kind: 'file', name: 'REDIS_PORT', place: { file: '.env', line: 3 } },
    ]);
    expect(targets[0]?.fact.problems).toMatchObject([
      { kind: 'placeholder', part: 'host', place: { file: '.env', line: 2 } },
      { kind: 'invalid-url', part: 'port', place: { file: '.env', line: 3 } },
    ]);
  });

  test('the environment beats .env.local, which beats .env, variable by variable', async () => {
    const files = { '.env': 'REDIS_HOST=a\nREDIS_PORT=1\nREDIS_DB=1\n', '.env.local': 'REDIS_PORT=2\nREDIS_DB=2\n' };
    expect((await read(files, { REDIS_DB: '3' })).targets.map(({ fact }) => fact.name)).toEqual(['redis://a:2/3']);
  });

  test('an empty variable of the environment hides the file', async () => {
    expect((await read({ '.env': 'REDIS_URL=redis://h' }, { REDIS_URL: '' })).targets).toEqual([]);
  });

  test('references are resolved over all of them', async () => {
    const { targets } = await read({ '.env': 'REDIS_URL="redis://:${PASS}@${HOST}:${PORT:-7}/0"\nHOST=file\n', '.env.local': 'HOST=local\n' }, { PASS: 'p$HOST' });
    expect(targets[0]?.fact.name).toBe('redis://:***@local:7/0');
    expect(targets[0]?.credentials.password).toBe('p$HOST');
  });

  test('a reference to nothing is an unset variable; in single quotes it is literal text', async () => {
    const [unset] = (await read({ '.env': 'REDIS_URL=redis://:${REDIS_SECRET}@h:1\n' })).targets;
    expect(unset?.fact).toMatchObject({
      password: { set: false },
      problems: [{ kind: 'unset-variable', part: 'password', text: '${REDIS_SECRET}', place: { file: '.env', line: 1 } }],
    });
    const [host] = (await read({ '.env': 'A=1\nREDIS_HOST=${NOWHERE}\n' })).targets;
    expect(host?.fact.problems).toMatchObject([{ kind: 'unset-variable', part: 'host', place: { line: 2 } }]);
    const [literal] = (await read({ '.env': "REDIS_URL='redis://:${REDIS_SECRET}@h:1'\n" })).targets;
    expect(literal?.fact.problems).toMatchObject([{ kind: 'unexpanded-variable', part: 'password' }]);
  });

  test('rings and avalanches of references end', async () => {
    const avalanche = Array.from({ length: 200 }, (_, index) => `A${index}="\${A${index + 1}}\${A${index + 1}}"`).join('\n');
    const { layers } = await read({ '.env': `${avalanche}\nA200=xxxxxxxxxx\nR=\${S}\nS=\${R}\nSELF=\${SELF}\n` });
    expect(layers[0]?.values.A199).toHaveLength(20);
    expect(layers[0]?.values.A0?.length).toBeLessThanOrEqual(64 * 1024);
  });

  test('relative paths begin in the folder', async () => {
    writeFileSync(join(folder, 'secret'), 'of-a-file\n');
    const { targets } = await read({ '.env': 'REDIS_HOST=h\nREDIS_PASSWORD_FILE=./secret\n' });
    expect(targets[0]?.credentials.password).toBe('of-a-file');
  });

  test('what cannot be read is told; a folder of that name is no file', async () => {
    mkdirSync(join(folder, '.env.local'));
    writeFileSync(join(folder, '.env'), 'REDIS_URL=redis://h'.padEnd(1024 * 1024 + 1));
    expect(await readDotenv(folder, {})).toMatchObject({ layers: [], unreadable: [{ file: '.env', why: expect.stringContaining('too large') }] });
    if (process.getuid?.() === 0) return;
    writeFileSync(join(folder, '.env'), 'REDIS_URL=redis://h');
    chmodSync(join(folder, '.env'), 0);
    expect(await readDotenv(folder, {})).toMatchObject({ layers: [], unreadable: [{ file: '.env', why: 'EACCES' }] });
  });
});
