import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { literalOf, meaningOf, parseShell, positionsOf } from './index.ts';

const known: Record<string, string> = { HOST: 'h', EMPTY: '' };
const lookup = (name: string) => known[name];
const shown = (text: string) =>
  parseShell(text).map(({ assignments, words, end, depth }) => ({
    set: Object.fromEntries(assignments.map(({ name, value }) => [name, meaningOf(value, lookup).value])),
    words: words.map((word) => literalOf(word)),
    end,
    depth,
  }));

describe('a line of a shell', () => {
  test.each([
    ['node x', {}, ['node', 'x']],
    ['A=b node x', { A: 'b' }, ['node', 'x']],
    ['A="b c" B=\'d $e\' node', { A: 'b c', B: 'd $e' }, ['node']],
    ['A=b\\ c node', { A: 'b c' }, ['node']],
    ["A=$'x\\ny' node", { A: 'x\ny' }, ['node']],
    ["A=$'\\x41\\u00e9\\101\\q' node", { A: 'AéA\\q' }, ['node']],
    ['A=$"x" node', { A: 'x' }, ['node']],
    ['A="${NONE:-\'x y\'}" node', { A: "'x y'" }, ['node']],
    ["A=${NONE:-'x y'} node", { A: 'x y' }, ['node']],
    ['A=$(jq -r ".a | select(.b == \\")\\")" f) node', { A: null }, ['node']],
    ['A="$(cat "$(pwd)/x)")" node', { A: null }, ['node']],
    ['A=redis://$HOST:1/0 node', { A: 'redis://h:1/0' }, ['node']],
    ['A=${HOST:-x}${NONE:-a b}${EMPTY:-y}${EMPTY-z} node', { A: 'ha by' }, ['node']],
    ['A=${HOST:+x} node', { A: 'x' }, ['node']],
    ['A=$(cat secret) node', { A: null }, ['node']],
    ['A=`cat secret` node', { A: null }, ['node']],
    ['A=$NONE node', { A: null }, ['node']],
    ['A= node', { A: '' }, ['node']],
    ['node A=b', {}, ['node', 'A=b']],
    ['"A"=b node', {}, ['A=b', 'node']],
    ['node x # A=b', {}, ['node', 'x']],
    ['node x#y', {}, ['node', 'x#y']],
    ['node >out 2>&1 <in x', {}, ['node', 'x']],
    ['node $1 x', {}, ['node', null, 'x']],
    ['node "open', {}, ['node', 'open']],
    ['node \\\n  x', {}, ['node', 'x']],
  ])('%s', (text, set, words) => {
    expect(shown(text)).toEqual([{ set, words, end: '', depth: 0 }]);
  });

  test('is split where a command ends', () => {
    expect(shown('a && b || c; d | e & f\ng').map(({ words, end }) => [words[0], end])).toEqual([
      ['a', '&&'],
      ['b', '||'],
      ['c', ';'],
      ['d', '|'],
      ['e', '&'],
      ['f', '\n'],
      ['g', ''],
    ]);
  });

  test('blocks have a depth', () => {
    const text = 'a\nif b; then\n c\nelse\n d\nfi\nfor x in 1 2; do e; done\n(f; g)\nh() {\n i\n}\ncase $x in\n y) j;;\nesac\nk';
    expect(shown(text).map(({ words, depth }) => `${words[0]}${depth}`)).toEqual(['a0', 'b1', 'c1', 'd1', 'e1', 'f1', 'g1', 'h0', 'i1', 'y1', 'j1', 'k0']);
  });

  test('a here-document is no command', () => {
    const text = "cat <<'EOF' > x\nexport A=b\nEOF\necho done";
    expect(shown(text).map(({ words }) => words[0])).toEqual(['cat', 'echo']);
    const [cat] = parseShell(text);
    expect(text.slice(cat?.hereDocument?.from, cat?.hereDocument?.to)).toBe('export A=b\n');
  });

  test('what is quoted is read back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ maxLength: 12 }).filter((text) => !/[\uE000]/.test(text)),
          { minLength: 1, maxLength: 6 },
        ),
        (words) => {
          const line = ['x', ...words.map((word) => `'${word.replaceAll("'", "'\\''")}'`)].join(' ');
          expect(shown(line)[0]?.words).toEqual(['x', ...words]);
        },
      ),
    );
  });

  test('anything may come: it ends, with offsets inside the text', () => {
    const scrap = fc.oneof(
      fc.constantFrom('A=', '"', "'", '`', '\\', '#', '\n', '\r\n', '${', '}', '$(', ')', '(', ' ', 'if ', 'fi;', 'case ', '<<EOF\n', 'EOF\n', '2>&1', '\uE000', '|'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), (scraps) => {
        const text = scraps.join('');
        for (const { from, to, words, assignments } of parseShell(text)) {
          expect(from).toBeLessThanOrEqual(to);
          expect(to).toBeLessThanOrEqual(text.length);
          for (const word of words) literalOf(word);
          for (const { value } of assignments) meaningOf(value, lookup);
        }
      }),
    );
  });

  test.each(['${', '$(', '"${A:-', 'A=${B:-', '`', 'if ', '(', '<<E\n', "'", '${A:-"'])('a hundred thousand of %j end at once', (scrap) => {
    const started = cpuMs();
    for (const { assignments } of parseShell(scrap.repeat(100_000))) for (const { value } of assignments) meaningOf(value, lookup);
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});

test('positions count from 1 over any line ends', () => {
  const at = positionsOf('a\nb\r\ncd\re');
  expect([0, 2, 5, 6, 8].map((offset) => Object.values(at(offset)).join(':'))).toEqual(['1:1', '2:1', '3:1', '3:2', '4:1']);
});
