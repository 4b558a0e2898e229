import { parser } from '@lezer/javascript';
import type { Place } from '../../facts/index.ts';
import { parseWithin } from '../settings/index.ts';

/** A node of a source's syntax: what has a name in the grammar, without punctuation. */
export interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly parent: Node | null;
  readonly children: Node[];
  readonly source: Source;
}

/** One parsed file. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly root: Node;
  /** All nodes, parents before their children. */
  readonly nodes: readonly Node[];
  /** Where the syntax is not understood, with the node around it: the first places. */
  readonly errors: readonly { at: number; within: Node }[];
  /** Where it is nested too deep to be read; null: nowhere. */
  readonly cutAt: number | null;
  /** Behind it nothing was read, since that takes too long; null: all was. */
  readonly stoppedAt: number | null;
  lineStarts: number[] | null;
}

/** Deeper nodes are left out, so that no walk over a tree is too deep for the stack. */
const maxDepth = 500;
const maxErrors = 100;

const dialects = { js: 'jsx', ts: 'ts', tsx: 'ts jsx' };
const parsers = new Map<string, typeof parser>();

function parserFor(dialect: string, top: string): typeof parser {
  const key = `${dialect} ${top}`;
  const known = parsers.get(key) ?? parser.configure({ dialect, top });
  parsers.set(key, known);
  return known;
}

/** Parses a file; never throws. JSON is read as one expression. */
export function parseSource(file: string, text: string): Source {
  if (file.endsWith('.json')) return lower(file, text, parserFor('', 'SingleExpression'));
  const extension = /\.[cm]?(tsx?|jsx?)$/.exec(file)?.[1] ?? 'js';
  const dialect = extension === 'ts' ? dialects.ts : extension === 'tsx' ? dialects.tsx : dialects.js;
  const source = lower(file, text, parserFor(dialect, 'Script'));
  if (source.errors.length === 0 || source.stoppedAt !== null || dialect !== dialects.js) return source;
  // Types in a `.js` file are Flow's, which are much like TypeScript's.
  const typed = lower(file, text, parserFor(dialects.tsx, 'Script'));
  return typed.errors.length === 0 ? typed : source;
}

function lower(file: string, text: string, by: typeof parser): Source {
  const { tree, stoppedAt } = parseWithin(by, text);
  const nodes: Node[] = [];
  const errors: { at: number; within: Node }[] = [];
  const cursor = tree.cursor();
  const root = { name: cursor.name, from: cursor.from, to: cursor.to, parent: null, children: [] } as Omit<Node, 'source'> as { -readonly [K in keyof Node]: Node[K] };
  const source: { -readonly [K in keyof Source]: Source[K] } = { file, text, root, nodes, errors, cutAt: null, stoppedAt, lineStarts: null };
  root.source = source;
  nodes.push(root);
  const stack: Node[] = [root];
  let more = cursor.firstChild();
  while (more) {
    const parent = stack[stack.length - 1] as Node;
    if (cursor.type.isError) {
      if (errors.length < maxErrors && !isHarmless(parent)) errors.push({ at: cursor.from, within: parent });
    }
    let entered = false;
    if (!cursor.type.isError || cursor.from < cursor.to) {
      // Punctuation says nothing that the nodes around it do not say.
      if (isNamed(cursor.name) && cursor.name !== 'LineComment' && cursor.name !== 'BlockComment') {
        const node: Node = { name: cursor.name, from: cursor.from, to: cursor.to, parent, children: [], source };
        parent.children.push(node);
        nodes.push(node);
        if (stack.length < maxDepth) {
          if (cursor.firstChild()) {
            stack.push(node);
            entered = true;
          }
        } else source.cutAt ??= cursor.from;
      }
    }
    if (entered) continue;
    while (!cursor.nextSibling()) {
      if (stack.length === 1 || !cursor.parent()) {
        more = false;
        break;
      }
      stack.pop();
    }
  }
  return source;
}

/** The grammar knows no decorators before `export`, no `import x = require()` and no type behind `catch (error`, and goes on well behind them. */
const isHarmless = ({ name, children }: Node): boolean =>
  (name === 'ClassDeclaration' && children[0]?.name === 'Decorator') || name === 'ImportDeclaration' || name === 'CatchClause';

const isNamed = (name: string): boolean => /^[A-Za-z⚠]/.test(name) && name !== 'InterpolationStart' && name !== 'InterpolationEnd';

/** Place of an offset, counted from 1. */
export function placeOf(source: Source, at: number): Place {
  source.lineStarts ??= lineStartsOf(source.text);
  return placeAmong(source.file, source.lineStarts, at);
}

/** The same for a text that is asked about once. */
export const placeIn = (file: string, text: string, at: number): Place => placeAmong(file, lineStartsOf(text), at);

function placeAmong(file: string, starts: readonly number[], at: number): Place {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { file, line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

export const textOf = (node: Node): string => node.source.text.slice(node.from, node.to);

export const childOf = (node: Node, name: string): Node | null => node.children.find((child) => child.name === name) ?? null;

/** Whether a keyword or an operator stands directly in the node. */
export const has = (node: Node, name: string): boolean => node.children.some((child) => child.name === name);

/** The arguments of a call; null for a spread, behind which nothing is known. */
export function argumentsOf(call: Node): Node[] {
  const list = childOf(call, 'ArgList');
  if (list === null) return [];
  const found = list.children.filter((child) => child.name !== 'Spread');
  return has(list, 'Spread') ? [] : found;
}

/** What stands in parentheses, behind `await`, a cast or `!`: the same value. */
export function bare(node: Node): Node {
  let inner = node;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    const [first, second] = inner.children;
    const isSame =
      inner.name === 'ParenthesizedExpression' ||
      inner.name === 'InstantiationExpression' ||
      (inner.name === 'PostfixExpression' && second?.name === 'LogicOp') ||
      (inner.name === 'BinaryExpression' && (second?.name === 'as' || second?.name === 'satisfies'));
    if (isSame && first) inner = first;
    else if ((inner.name === 'AwaitExpression' || inner.name === 'PrefixCast') && inner.children.length > 0) inner = inner.children[inner.children.length - 1] as Node;
    else return inner;
  }
  return inner;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

function unescaped(sequence: string): string {
  const code = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\})$/i.exec(sequence);
  const digits = code?.[1] ?? code?.[2] ?? code?.[3];
  if (digits !== undefined) {
    const point = Number.parseInt(digits, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  }
  const sign = sequence.slice(1);
  return sign === '\n' || sign === '\r' ? '' : (escapes[sign] ?? sign);
}

/** Text between two offsets of a string or a template, with its escapes read. */
function cooked(node: Node, from: number, to: number): string {
  const raw = node.source.text.slice(from, to);
  return raw.includes('\\') ? raw.replace(/\\(?:x[0-9a-f]{2}|u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|[\s\S])/gi, unescaped) : raw;
}

export function stringOf(node: Node): string {
  const sign = node.source.text[node.from];
  const isClosed = node.to - node.from > 1 && node.source.text[node.to - 1] === sign;
  return cooked(node, node.from + 1, isClosed ? node.to - 1 : node.to);
}

/** A template as its texts and the expressions between them. */
export function piecesOf(node: Node): (string | Node)[] {
  const pieces: (string | Node)[] = [];
  let at = node.from + 1;
  for (const child of node.children) {
    if (child.name !== 'Interpolation') continue;
    pieces.push(cooked(node, at, child.from));
    const inner = child.children[0];
    pieces.push(inner ?? '');
    at = child.to;
  }
  const isClosed = node.to > at && node.source.text[node.to - 1] === '`';
  pieces.push(cooked(node, at, isClosed ? node.to - 1 : node.to));
  return pieces.filter((piece) => piece !== '');
}
