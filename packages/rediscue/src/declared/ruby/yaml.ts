import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import type { Place } from '../../facts/index.ts';
import { type Lines, unknown, type Value } from '../settings/index.ts';
import { withoutTraces } from '../without-traces.ts';
import { coverErb, erbValue } from './erb.ts';
import type { Shape, Table } from './shape.ts';

/** A settings file as a table, with the first thing that is wrong in it. */
export interface YamlReading {
  shape: Shape;
  problem: { place: Place; why: string } | null;
}

const maxDepth = 12;
/** Aliases multiply what is read. */
const maxNodes = 5_000;

/** What a format makes of YAML's own parts. */
export interface Dialect {
  /** The text that is YAML, of the same length as the file's. */
  text: string;
  /** A scalar with its offsets, quotes included. */
  scalar(value: string, from: number, to: number): Value;
  key(name: string): string;
}

interface Context {
  dialect: Dialect;
  lines: Lines;
  anchors: Map<string, Node>;
  left: number;
}

/** Longer files are data. */
const maxLength = 400_000;

/** Settings of Ruby: ERB in scalars, symbols as keys. */
export function readYaml(source: string, lines: Lines): YamlReading {
  const covered = coverErb(source);
  const scalar: Dialect['scalar'] = (value, from, to) => erbValue(source, covered, { value, from, to }, lines);
  return readDialect({ text: covered.text, scalar, key: (name) => name.replace(/^:/, '').toLowerCase() }, lines);
}

/** YAML of any dialect. Never throws. */
export function readDialect(dialect: Dialect, lines: Lines): YamlReading {
  const refused = (why: string): YamlReading => ({ shape: unknown, problem: { place: lines.at(0), why } });
  if (dialect.text.length > maxLength) return refused('it is too long for a settings file, and is not read');
  try {
    return readDocument(dialect, lines);
  } catch (error) {
    // The parser walks nested collections by recursion.
    if (error instanceof RangeError) return refused('it is nested too deeply to be read');
    throw error;
  }
}

function readDocument(dialect: Dialect, lines: Lines): YamlReading {
  const document: Document = withoutTraces(() =>
    parseDocument(dialect.text, { uniqueKeys: false, merge: false, logLevel: 'silent', prettyErrors: false, strict: false, keepSourceTokens: false }),
  );
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    },
  });
  const context: Context = { dialect, lines, anchors, left: maxNodes };
  const [error] = document.errors;
  const why = 'it is no YAML from here on: check indentation, quotes and colons';
  return { shape: shapeOf(document.contents, context, 0), problem: error === undefined ? null : { place: lines.at(error.pos[0]), why } };
}

function shapeOf(node: unknown, context: Context, depth: number): Shape {
  if (context.left-- <= 0 || depth > maxDepth) return unknown;
  if (isAlias(node)) return shapeOf(context.anchors.get(node.source), context, depth + 1);
  if (isMap(node)) return tableOf(node.items, context, depth, node.range?.[0] ?? 0);
  if (isSeq(node)) return { kind: 'items', items: node.items.slice(0, 64).map((item) => shapeOf(item, context, depth + 1)), place: context.lines.at(node.range?.[0] ?? 0) };
  if (!isScalar(node) || !node.range) return unknown;
  if (node.value === null || node.value === undefined) return { kind: 'none' };
  // `password: 0123` and `db: 1` are meant as they are written.
  const value = node.source ?? String(node.value);
  return context.dialect.scalar(value, node.range[0], node.range[1]);
}

function tableOf(pairs: readonly { key: unknown; value: unknown }[], context: Context, depth: number, offset: number): Table {
  const own: [string, Shape][] = [];
  const merged: [string, Shape][] = [];
  for (const { key, value } of pairs) {
    if (!isScalar(key)) continue;
    const name = context.dialect.key(String(key.value ?? ''));
    const shape = shapeOf(value, context, depth + 1);
    if (name !== '<<') own.push([name, shape]);
    else for (const each of shape.kind === 'items' ? shape.items : [shape]) if (each.kind === 'table') merged.unshift(...each.entries);
  }
  return { kind: 'table', entries: new Map([...merged, ...own]), isOpen: false, place: context.lines.at(offset) };
}
