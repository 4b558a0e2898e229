import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expand } from './expand.ts';
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
    // As the libraries of Node.js and Python read them, which agree.
    ["A='it\\'s'", "it\\'s"],
    ["A='C:\\'", 'C:\\'],
    ['A="x\\"', 'x\\'],
    ['A="x"y"', 'x"y'],
    ["A='a' 'b'", "a' 'b"],
    ['\u00a0A=1\u00a0# note', '1'],
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
    ['${EMPTY-x}', ''],
    ['${EMPTY+x}${EMPTY:+y}', 'x'],
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
