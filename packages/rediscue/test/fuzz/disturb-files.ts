import type { Random } from './random.ts';

/** What opens something in one of the formats: many of them behind each other nest deeply. */
const openers = [
  ...[
    '[',
    '{',
    '(',
    '<',
    '{"a":',
    '[{"a":[',
    '- ',
    'a: {b: ',
    '<<: {',
    '${A:-',
    '${',
    '"${',
    '`${',
    '{{',
    '<%=',
    "'",
    '"',
    '"""',
    '`',
    '/*',
    '//',
    '#{',
    '%w[',
    '%q(',
    '$(',
    'f"{',
    '<<A\n',
    '|- ',
  ],
  ...[
    'if (a) {\n',
    'if a:\n',
    'a => ',
    'x = ',
    '!',
    '-',
    'a ? b : ',
    'a ?? ',
    'a || ',
    'a.',
    'a(',
    'lambda: ',
    'do ',
    'class A {',
    'a:\n ',
    '&a [*a, ',
    '? ',
    '[a]\n',
    'a.b.c=',
    '=a\\\n',
  ],
];
const fillers = ['a', ' ', '\\', '"', '\t', 'é', '0', '-', ':', '#', '$', '%', 'a.', 'a,', 'a=', "'a' ", 'redis:', '${A}', '\n', '\r\n', '\0', '&a ', '*a,', '💥', '\u2028'];

const lengths = [2, 10, 70, 300, 3_000, 30_000];
/** Larger texts are another target's subject: a file of a project is cut at 1 MiB before a reader sees it. */
const longest = 200_000;

/** Changes one file in a way that no change of a few bytes makes. */
export function disturbText(text: string, others: readonly string[], random: Random): string {
  const at = text.indexOf('\n', random.below(text.length + 1)) + 1;
  const inserted = (piece: string) => text.slice(0, at) + piece + text.slice(at);
  const many = (piece: string) => piece.repeat(Math.min(random.pick(lengths), Math.ceil(longest / piece.length)));
  switch (random.below(12)) {
    case 0:
    case 1:
      return inserted(many(random.pick(openers)));
    case 2: {
      const [opener, depth] = [random.pick(['[]', '{}', '()', '""', '<>']), random.pick(lengths)];
      return inserted((opener[0] ?? '').repeat(depth) + (opener[1] ?? '').repeat(depth));
    }
    case 3:
      return inserted(many(random.pick(fillers)));
    case 4: {
      const inside = random.below(text.length + 1);
      return text.slice(0, inside) + many(random.pick([...fillers, ...openers])) + text.slice(inside);
    }
    case 5:
      return text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\u2028', ' \n', '\\\n']));
    case 6:
      return `\ufeff${text}`;
    case 7:
      return random.below(2) === 0 ? Buffer.from(text, 'utf16le').toString('utf8') : Buffer.from(text, 'latin1').toString('utf8');
    case 8:
      return Buffer.from(Array.from({ length: random.below(3_000) }, () => random.below(256))).toString('utf8');
    case 9:
      return random.pick(others);
    case 10:
      // Ever deeper, as indentation nests.
      return inserted(
        Array.from({ length: random.pick([5, 70, 300, 600]) }, (_, depth) => `${' '.repeat(depth)}${random.pick(['a:', '- a:', 'if a:', '[a]', 'b: c'])}\n`).join(''),
      );
    default:
      return text.repeat(Math.min(1 + random.below(20), Math.ceil(longest / (text.length + 1))));
  }
}
