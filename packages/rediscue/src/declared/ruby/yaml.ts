import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import type { Place } from '../../facts/index.ts';
import { type Lines, unknown } from '../settings/index.ts';
import { type Covered, coverErb, erbValue } from './erb.ts';
import type { Shape, Table } from './shape.ts';

/** A settings file as a table, with the first thing that is wrong in it. */
export interface YamlReading {
  shape: Shape;
  problem: { place: Place; why: string } | null;
}

const maxDepth = 12;
/** Aliases multiply what is read. */
const maxNodes = 5_000;

interface Context {
  source: string;
  covered: Covered;
  lines: Lines;
  anchors: Map<string, Node>;
  left: number;
}

/** Longer files are data. */
const maxLength = 400_000;

export function readYaml(source: string, lines: Lines): YamlReading {
  const refused = (why: string): YamlReading => ({ shape: unknown, problem: { place: lines.at(0), why } });
  if (source.length > maxLength) return refused('it is too long for a settings file, and is not read');
  try {
    return readDocument(source, lines);
  } catch (error) {
    // The parser walks nested collections by recursion.
    if (error instanceof RangeError) return refused('it is nested too deeply to be read');
    throw error;
  }
}

function readDocument(source: string, lines: Lines): YamlReading {
  const covered = coverErb(source);
  const document: Document = parseDocument(covered.text, { uniqueKeys: false, merge: false, logLevel: 'silent', strict: false, keepSourceTokens: false });
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    },
  });
  const context: Context = { source, covered, lines, anchors, left: maxNodes };
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
  return erbValue(context.source, context.covered, { value, from: node.range[0], to: node.range[1] }, context.lines);
}

function tableOf(pairs: readonly { key: unknown; value: unknown }[], context: Context, depth: number, offset: number): Table {
  const own: [string, Shape][] = [];
  const merged: [string, Shape][] = [];
  for (const { key, value } of pairs) {
    if (!isScalar(key)) continue;
    const name = String(key.value ?? '').replace(/^:/, '').toLowerCase(); // biome-ignore format: one chain
    const shape = shapeOf(value, context, depth + 1);
    if (name !== '<<') own.push([name, shape]);
    else for (const each of shape.kind === 'items' ? shape.items : [shape]) if (each.kind === 'table') merged.unshift(...each.entries);
  }
  return { kind: 'table', entries: new Map([...merged, ...own]), isOpen: false, place: context.lines.at(offset) };
}
