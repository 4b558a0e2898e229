import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { tooDeepJsonAt } from '../../settings/index.ts';
import { parseTemplate } from './body.ts';
import type { Body, Expression, Parsed } from './syntax.ts';

/** How many labels the blocks of the top level have. */
const labelled: Readonly<Record<string, number>> = { resource: 2, data: 2, variable: 1, output: 1, module: 1, provider: 1, terraform: 0, locals: 0 };

/** Parses a `*.tf.json` into the same shape. What are blocks there stands as attributes: only a provider's schema tells them apart. */
export function parseTerraformJson(text: string): Parsed {
  const body: Body = { attributes: [], blocks: [] };
  // The parser itself is recursive.
  if (tooDeepJsonAt(text) !== null) return { body, problems: [{ at: 0, why: 'it is nested too deeply' }] };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  for (const [key, value] of tree ? membersOf(tree) : []) {
    const count = labelled[key];
    if (count !== undefined) blocksOf(key, [], value, count, body);
    else body.attributes.push({ name: key, value: expressionOf(value), from: value.offset, to: value.offset + value.length });
  }
  return { body, problems: errors.slice(0, 20).map(({ offset, error }) => ({ at: offset, why: `this is no JSON (${printParseErrorCode(error)})` })) };
}

function* membersOf(node: Node): Generator<[string, Node]> {
  if (node.type === 'array') for (const item of node.children ?? []) yield* membersOf(item);
  if (node.type !== 'object') return;
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (typeof key?.value === 'string' && value) yield [key.value, value];
  }
}

function blocksOf(type: string, labels: string[], node: Node, left: number, into: Body): void {
  if (left > 0) {
    for (const [label, value] of membersOf(node)) blocksOf(type, [...labels, label], value, left - 1, into);
    return;
  }
  for (const each of node.type === 'array' ? (node.children ?? []) : [node]) {
    const body: Body = { attributes: [], blocks: [] };
    for (const [name, value] of membersOf(each)) {
      if (name === '//') continue;
      if (type === 'terraform' && name === 'required_providers') blocksOf(name, [], value, 0, body);
      else body.attributes.push({ name, value: expressionOf(value), from: value.offset, to: value.offset + value.length });
    }
    into.blocks.push({ type, labels, body, from: each.offset, to: each.offset + each.length });
  }
}

function expressionOf(node: Node): Expression {
  const span = { from: node.offset, to: node.offset + node.length };
  if (node.type === 'array') return { kind: 'list', items: (node.children ?? []).map(expressionOf), ...span };
  if (node.type === 'object')
    return {
      kind: 'object',
      entries: [...membersOf(node)].map(([key, value]) => ({ key: { kind: 'literal', value: key, ...span }, value: expressionOf(value) })),
      ...span,
    };
  if (typeof node.value !== 'string') return { kind: 'literal', value: node.value ?? null, ...span };
  const parts = parseTemplate(node.value);
  if (parts === null) return { kind: 'opaque', parts: [], ...span };
  const placed = parts.map((part) => (typeof part === 'string' ? part : moved(part, span)));
  const [only] = placed;
  if (placed.length === 1 && only !== undefined && typeof only !== 'string') return only;
  if (placed.every((part) => typeof part === 'string')) return { kind: 'literal', value: placed.join(''), ...span };
  return { kind: 'template', parts: placed, heredoc: false, ...span };
}

/** Inside a text, places are those of the text. */
function moved(expression: Expression, span: { from: number; to: number }): Expression {
  return { ...expression, ...span };
}
