import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../../cpu-time.ts';
import { type Expression, parseHcl, parseTemplate, parseTerraformJson } from './index.ts';

/** An expression in few signs, to compare by eye. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'template':
      return `t(${expression.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : shown(part))).join(' ')})`;
    case 'path':
      return expression.root + expression.steps.map((step) => (step.kind === 'name' ? `.${step.name}` : step.kind === 'splat' ? '.*' : `[${shown(step.index)}]`)).join('');
    case 'access':
      return `${shown(expression.of)}+${expression.steps.length}`;
    case 'call':
      return `${expression.name}(${expression.args.map(shown).join(', ')}${expression.spread ? '...' : ''})`;
    case 'list':
      return `[${expression.items.map(shown).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(({ key, value }) => `${shown(key)}: ${shown(value)}`).join(', ')}}`;
    case 'for':
      return `for(${expression.keyName ?? ''},${expression.valueName} in ${shown(expression.of)}: ${expression.key ? `${shown(expression.key)} => ` : ''}${shown(expression.value)}${expression.condition ? ` if ${shown(expression.condition)}` : ''})`;
    case 'conditional':
      return `(${shown(expression.condition)} ? ${shown(expression.then)} : ${shown(expression.otherwise)})`;
    case 'binary':
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`;
    case 'unary':
      return `${expression.operator}${shown(expression.operand)}`;
    case 'opaque':
      return `?(${expression.parts.map(shown).join(' ')})`;
  }
}

const value = (text: string) => {
  const { body, problems } = parseHcl(`a = ${text}\n`);
  expect(problems).toEqual([]);
  const [attribute] = body.attributes;
  return attribute ? shown(attribute.value) : null;
};

describe('values', () => {
  test.each([
    ['"x"', '"x"'],
    ['"a \\"b\\" \\n \\u00e9 \\U0001F600 \\q"', JSON.stringify('a "b" \n é 😀 \\q')],
    ['"$${not} %%{not} $x"', JSON.stringify('${not} %{not} $x')],
    ['-1.5e3', '-1500'],
    ['null', 'null'],
    ['"${var.x}"', 't(var.x)'],
    ['"redis://${a.b.host}:${a.b.port}/0"', 't("redis://" a.b.host ":" a.b.port "/0")'],
    ['"${x == "y" ? "a${b}" : "c"}"', 't(((x == "y") ? t("a" b) : "c"))'],
    ['"%{ if x }y%{ else }z%{ endif ~}"', 't(?(x) "y" ?() "z" ?())'],
    ['"%{ for k, v in m }${k}%{ endfor }"', 't(?(m) k ?())'],
    ['x["k"].y.0.z[0].*.w[*].q', 'x["k"].y[0].z[0].*.w.*.q'],
    ['{ a = 1, b : 2\n "c" = 3\n (var.d) = 4 }', '{"a": 1, "b": 2, "c": 3, var.d: 4}'],
    ['[\n 1, # one\n 2, // two\n /* three */ 3,\n]', '[1, 2, 3]'],
    ['[for k, v in var.a : { name = k } if v != null]', 'for(k,v in var.a: {"name": k} if (v != null))'],
    ['{ for s in l : s.k => s.v... }', 'for(,s in l: s.k => s.v)'],
    ['jsonencode([{ name = "x", "y" : 1\n z = f(1, g...) }])', 'jsonencode([{"name": "x", "y": 1, "z": f(1, g...)}])'],
    ['object({\n a = optional(map(string), {})\n b = list(object({ c = number }))\n})', 'object({"a": optional(map(string), {}), "b": list(object({"c": number}))})'],
    ['a || b && !c', '(a || (b && !c))'],
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['(var.a\n  ? 1\n  : 2)', '(var.a ? 1 : 2)'],
    ['provider::x::y(1)', 'provider::x::y(1)'],
    ['f(x).y', 'f(x)+1'],
    ['{}', '{}'],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('here-documents: plain, indented, with references, in a map', () => {
    expect(value('<<EOT\n  a ${b}\nEOT')).toBe('t("  a " b "\\n")');
    expect(value('<<-EOT\n    a\n      ${b}\n    c\n    EOT')).toBe('t("a\\n  " b "\\nc\\n")');
    expect(value('{\n x = <<E\n{"a": "b"}\nE\n y = 1\n}')).toBe('{"x": t("{\\"a\\": \\"b\\"}\\n"), "y": 1}');
    expect(value('<<EOT\r\nx\r\nEOT\r')).toBe('t("x\\r\\n")');
    expect(value('f(<<A\none\nA\n, 2)')).toBe('f(t("one\\n"), 2)');
  });
});

describe('files', () => {
  test('blocks, labels, comments, one line, no line at the end', () => {
    const { body, problems } = parseHcl('\uFEFF# c\n/* d\n */ resource "a" b { # e\n  x = 1 }\nc { y { z = 2 } }\nd {}');
    expect(problems).toEqual([]);
    expect(body.blocks.map(({ type, labels }) => [type, ...labels].join(' '))).toEqual(['resource a b', 'c', 'd']);
    expect(body.blocks[1]?.body.blocks[0]?.body.attributes[0]?.name).toBe('z');
  });

  test('what is commented out is not there', () => {
    const { body } = parseHcl('#resource "a" "b" {}\n//resource "a" "b" {}\n/*\nresource "a" "b" {}\n*/\nx = "# no comment" // comment\n');
    expect(body).toMatchObject({ blocks: [], attributes: [{ name: 'x', value: { value: '# no comment' } }] });
  });

  const rest = 'resource "redis" "good" {\n  port = 6379\n}\n';
  test.each([
    ['a value is missing', 'resource "a" "b" {\n  x =\n}\n', 'a value'],
    ['a block stays open', 'resource "a" "b" {\n  x = 1\n\n', 'not closed'],
    ['a bracket stays open', 'resource "a" "b" {\n  x = [1, 2\n}\n', 'missing'],
    ['a brace in a value stays open', 'locals {\n  x = { a = 1\n\n', 'missing'],
    ['a quote stays open', 'resource "a" "b" {\n  x = "abc\n}\n', 'not closed on its line'],
    ['a reference stays open', 'resource "a" "b" {\n  x = "a${b"\n}\n', ''],
    ['a brace too many', 'resource "a" "b" {\n}\n}\n', 'closes nothing'],
    ['no HCL at all', '<<<<<<< HEAD\nhello world, 1 2 3\n=======\n', ''],
  ])('%s: it is told, and the rest counts', (_, broken, why) => {
    const { body, problems } = parseHcl(broken + rest);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map((problem) => problem.why).join()).toContain(why);
    expect(body.blocks.at(-1)).toMatchObject({ type: 'resource', labels: ['redis', 'good'], body: { attributes: [{ name: 'port' }] } });
  });

  test('an attribute that is broken leaves its neighbours', () => {
    const { body, problems } = parseHcl('a {\n x = 1 2\n y = [1, }, 3]\n z = 3\n}\nb = 4\n');
    expect(problems).toHaveLength(2);
    expect(body.blocks[0]?.body.attributes.map(({ name }) => name)).toContain('z');
    expect(body.attributes.map(({ name }) => name)).toEqual(['b']);
  });

  test('problems tell no text of the file', () => {
    const { problems } = parseHcl('resource "a" "b" {\n password = "hunter2\n token = hunter2 hunter2\n x = <<E\nhunter2\n');
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test.each(['[', '{a=', '"${', '(', 'a {', '!', '-', 'f(', '<<E\n${', 'a = [\n', '1+', 'a?', 'a[', '%{', 'x.', '{', 'resource "a" "b" {\n', 'a = {\n'])(
    'depth is bounded: %j',
    (unit) => {
      const started = cpuMs();
      parseHcl(`a = ${unit.repeat(50_000)}`);
      parseHcl(unit.repeat(50_000));
      expect(cpuMs() - started).toBeLessThan(2000);
    },
  );
});

describe('JSON', () => {
  test('the same shape as HCL', () => {
    const { body, problems } = parseTerraformJson(
      '{"//": "c", "resource": {"a_b": {"x": {"host": "${a.b.host}", "n": 1, "plain": "v", "list": [true, null]}}}, "terraform": {"required_providers": {"u": {"source": "u/u"}}}, "locals": [{"k": "redis://${x}"}]}',
    );
    expect(problems).toEqual([]);
    expect(body.blocks.map(({ type, labels }) => [type, ...labels].join(' '))).toEqual(['resource a_b x', 'terraform', 'locals']);
    expect(body.blocks[0]?.body.attributes.map(({ name, value: of }) => `${name}=${shown(of)}`)).toEqual(['host=a.b.host', 'n=1', 'plain="v"', 'list=[true, null]']);
    expect(body.blocks[1]?.body.blocks[0]?.type).toBe('required_providers');
    expect(body.blocks[2]?.body.attributes.map(({ value: of }) => shown(of))).toEqual(['t("redis://" x)']);
  });

  test('what is no JSON is told', () => {
    expect(parseTerraformJson('{"resource": {"a": {"b": {"x": 1}}').problems[0]?.why).toContain('no JSON');
    expect(parseTerraformJson('['.repeat(100_000)).problems[0]?.why).toContain('deeply');
    expect(parseTerraformJson('[1]').body).toEqual({ attributes: [], blocks: [] });
  });

  test('a template of a file', () => {
    expect(parseTemplate('{"a": "${b}"}')).toMatchObject(['{"a": "', { kind: 'path', root: 'b' }, '"}']);
    expect(parseTemplate('{"a": "${"}')).toBeNull();
  });
});

const scrap = fc.oneof(
  fc.constantFrom(
    'resource "a" "b" {',
    '}',
    '{',
    '[',
    ']',
    '(',
    ')',
    '"',
    '${',
    '%{',
    '<<E\n',
    '<<-E\n',
    'E\n',
    '\n',
    '=',
    ' = ',
    '"x"',
    'for ',
    ' in ',
    ' if ',
    ':',
    '?',
    '=>',
    '...',
    ',',
    '.',
    '#',
    '//',
    '/*',
    '*/',
    '\\',
    'a',
    '1',
  ),
  fc.string({ maxLength: 4 }),
);

test('anything may come: it ends, and places lie in the text', () => {
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 80 }), (scraps) => {
      const text = scraps.join('');
      for (const { problems } of [parseHcl(text), parseTerraformJson(text)]) for (const { at } of problems) expect(at >= 0 && at <= text.length).toBe(true);
      parseTemplate(text);
    }),
    { numRuns: 500 },
  );
});

test('a plain text in quotes is read back', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      // HCL has no escapes for other control characters.
      fc.pre(!/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[$%]\{/.test(text));
      const quoted = JSON.stringify(text);
      expect(parseHcl(`a = ${quoted}`).body.attributes[0]?.value).toMatchObject({ kind: 'literal', value: text });
    }),
  );
});
