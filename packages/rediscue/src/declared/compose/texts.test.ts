import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envValues, parseEnvFile } from './env-file.ts';
import { goScalar } from './go-scalar.ts';
import { interpolate } from './interpolate.ts';
import { splitMount } from './mount-spec.ts';
import { environmentScope } from './scope.ts';
import { shellWords } from './shell-words.ts';
import { bytesOf } from './units.ts';

const scope = environmentScope({ HOST: 'h', EMPTY: '', DOLLAR: '$HOST' });

describe('references', () => {
  test.each([
    ['redis://${HOST}:1', 'redis://h:1', []],
    ['$HOST:1', 'h:1', []],
    ['$HOSTS', '', ['HOSTS']],
    ['${EMPTY}', '', []],
    ['${NONE:-x}${NONE-y}', 'xy', []],
    ['${EMPTY:-x}|${EMPTY-x}', 'x|', []],
    ['${HOST:+x}${NONE:+y}${EMPTY:+z}${EMPTY+e}', 'xe', []],
    ['${NONE:-redis://${HOST}:${PORT:-1}}/0', 'redis://h:1/0', []],
    ['${NONE:-${ALSO}}', '', ['ALSO']],
    ['${NONE:-{"a":{"b":1}}}', '{"a":{"b":1}}', []],
    ['${NONE:-a:-b?c}', 'a:-b?c', []],
    ['${DOLLAR}', '$HOST', []],
    ['pa$$HOST $$$HOST', 'pa$HOST $h', []],
    ['cost 5$ or $1', 'cost 5$ or $1', []],
    ['${HOST:?must be set}', 'h', []],
  ])('%s', (text, value, unset) => {
    expect(interpolate(text, scope)).toMatchObject({ value, unset, problem: null });
  });

  test.each(['${', '${HOST', '${}', '${1}', '${HOST HOST}'])('%s is refused and stays as it is', (text) => {
    expect(interpolate(text, scope)).toMatchObject({ value: text, problem: expect.stringContaining('not closed') });
  });

  test('one that is required is told with its name', () => {
    expect(interpolate('${NONE:?give it}', scope)).toMatchObject({ value: '', unset: ['NONE'], problem: expect.stringContaining('NONE is required') });
    expect(interpolate('${EMPTY:?give it}', scope).unset).toEqual(['EMPTY']);
    expect(interpolate('${EMPTY?give it}', scope)).toMatchObject({ unset: [], problem: null });
  });

  test('names of the language are no variables', () => {
    expect(interpolate('${constructor}${__proto__}${toString}', scope).unset).toEqual(['constructor', '__proto__', 'toString']);
  });

  test('a text without a dollar sign stays what it is, and nothing throws', () => {
    const scrap = fc.oneof(fc.constantFrom('$', '{', '}', ':-', ':?', ':+', 'HOST', 'NONE', '$$'), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 40 }), (scraps) => {
        const text = scraps.join('');
        const { value } = interpolate(text, scope);
        if (!text.includes('$')) expect(value).toBe(text);
      }),
    );
  });
});

describe('env files, by the rules of compose', () => {
  const values = (text: string, environment: Record<string, string> = {}) =>
    Object.fromEntries([...envValues(parseEnvFile('.env', text), environmentScope(environment), '.env')].map(([name, { value }]) => [name, value]));
  test.each([
    ['A=1', '1'],
    ['export A=1', '1'],
    ['  A = 1 ', '1'],
    ['A: 1', '1'],
    ['A=', ''],
    ['A=one two', 'one two'],
    ['A=1 # note', '1'],
    ['A=1#note', '1#note'],
    ['A=1\t# note', '1\t# note'],
    ['A= # note', '# note'],
    ['A="1 # 2" # note', '1 # 2'],
    ["A='1 # 2'", '1 # 2'],
    ['A=`x`', '`x`'],
    ['A="a\\nb\\"c\\\\"', 'a\nb"c\\'],
    ['A="\\a\\0101"', '\x07A'],
    ["A='a\\nb'", 'a\\nb'],
    ["A='it\\'s'", "it's"],
    ['A="one\ntwo"', 'one\ntwo'],
    ['A=1\r\nB=2\r\n', '1'],
    ['\uFEFFA=1', '1'],
    ['A=1\nA=2', '2'],
    ['A=b=c', 'b=c'],
    ["A='${B}'", '${B}'],
    ['A=pa$word', 'pa'],
    ['A=pa$$word', 'pa$word'],
    ['A="pa\\$word"', 'pa$word'],
    ['B=x\nA=${B}y', 'xy'],
    ['A=${B:-d}', 'd'],
  ])('%j', (text, value) => {
    expect(values(text).A).toBe(value);
  });

  test('the shell wins over earlier lines, and gives a name alone its value', () => {
    expect(values('B=file\nA=${B}\nC\nD\n', { B: 'shell', C: 'c' })).toEqual({ B: 'file', A: 'shell', C: 'c' });
  });

  test('raw: nothing is special', () => {
    const read = parseEnvFile('.env', 'A="x" # y\nB=$A\n', true);
    expect(read.assignments.map(({ text, expands }) => [text, expands])).toEqual([
      ['"x" # y', false],
      ['$A', false],
    ]);
  });

  test('what cannot be read is told without its value, and the rest goes on', () => {
    const read = parseEnvFile('.env', 'A="hunter2\nB=1\nC D=hunter2\n?\nE=2\n');
    expect(read.assignments.map(({ name }) => name)).toEqual(['B', 'E']);
    expect(read.problems.map(({ place }) => place.line)).toEqual([1, 3, 4]);
    expect(JSON.stringify(read.problems)).not.toContain('hunter2');
  });

  test('places are those of the values, over values of several lines', () => {
    const places = (text: string) => parseEnvFile('.env', text).assignments.map(({ name, line, column }) => `${name}${line}:${column}`);
    for (const end of ['\n', '\r\n']) expect(places(['# x', 'A="1', '2"', '', "B= '3", "' # note", 'export C=4', 'D'].join(end))).toEqual(['A2:3', 'B5:4', 'C7:10', 'D8:1']);
  });

  test('avalanches end', () => {
    const text = Array.from({ length: 3000 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}`).join('\n');
    const found = envValues(parseEnvFile('.env', `A0=xxxxxxxxxx\n${text}`), () => undefined, '.env');
    expect([...found.values()].reduce((sum, { value }) => sum + value.length, 0)).toBeLessThan(5 * 1024 * 1024);
  });

  test('anything may come: it ends, and every line is one of the file', () => {
    const scrap = fc.oneof(fc.constantFrom('A=', 'B: ', '"', "'", '\\', '#', ' #', '\n', '\r\n', '${', '}', ' ', 'export ', '$A'), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), fc.boolean(), (scraps, raw) => {
        const text = scraps.join('');
        const last = text.split('\n').length;
        const read = parseEnvFile('.env', text, raw);
        for (const { line, column } of read.assignments) {
          expect(line).toBeLessThanOrEqual(last);
          expect(column).toBeGreaterThan(0);
        }
        envValues(read, scope, '.env');
      }),
    );
  });
});

test.each([
  ['0123', '83'],
  ['0o17', '15'],
  ['0x1F', '31'],
  ['089', '89'],
  ['1_000', '1000'],
  ['-5', '-5'],
  ['1.10', '1.1'],
  ['1e6', '1e+06'],
  ['123456.5', '123456.5'],
  ['1234567.5', '1.2345675e+06'],
  ['0.00001', '1e-05'],
  ['18446744073709551615', '18446744073709551615'],
  ['18446744073709551616', '1.8446744073709552e+19'],
  ['True', 'true'],
  ['yes', 'yes'],
  ['~', null],
  ['Null', null],
  ['1.2.3', '1.2.3'],
  ['127.0.0.1:6379', '127.0.0.1:6379'],
  ['-', '-'],
])('a scalar without quotes: %s', (text, value) => {
  expect(goScalar(text)).toBe(value);
});

test.each([
  ['redis-server --requirepass "a b"', ['redis-server', '--requirepass', 'a b']],
  ["sh -c 'a && b'", ['sh', '-c', 'a && b']],
  ['redis-server && echo x', ['redis-server']],
  ['a --save "" b', ['a', '--save', '', 'b']],
  ['a 2> log', ['a']],
  ['a\\ b c', ['a b', 'c']],
  ['  a \n b ', ['a', 'b']],
  ['', []],
  ['a "b', null],
  ['(a)', null],
])('words of %j', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test.each([
  ['512m', 536_870_912],
  ['1.5 GiB', 1_610_612_736],
  ['64KB', 65_536],
  ['1024', 1024],
  ['100b', 100],
  ['1x', null],
  ['', null],
])('bytes of %s', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

test.each([
  ['./a:/b', './a', '/b', ['']],
  ['/b', null, '/b', []],
  ['data:/b:ro,z', 'data', '/b', ['ro', 'z']],
  ['C:\\data:/b', 'C:\\data', '/b', ['']],
])('a short volume: %s', (spec, source, target, options) => {
  expect(splitMount(spec)).toEqual({ source, target, options });
});

test.each(['', ':', 'a:', ':b', 'aa:/b:ro:x', 'a:b:c:d:e'])('no volume: %j', (spec) => {
  expect(splitMount(spec)).toBeNull();
});
