import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import { withoutTraces } from '../without-traces.ts';
import { goScalar } from './go-scalar.ts';
import { type Entry, emptyMap, type MapNode, type Node, type Scalar, type Source } from './tree.ts';

/** A file's documents before they are tied to a project, so that a file is parsed once however often it is used. */
export interface YamlFile {
  documents: ParsedNode[];
  lines: LineCounter;
  text: string;
  problems: YamlProblem[];
}

interface YamlProblem {
  line: number;
  column: number;
  why: string;
}

/** Beyond what people write; what is made to be slow stays bounded. */
const maxBytes = 256 * 1024;
const maxDocuments = 16;
const maxProblems = 5;
const maxDepth = 64;
/** What compose itself visits at most, entries that aliases and merge keys repeat among them. */
const maxNodes = 100_000;

/** The parser's own messages quote the file, which may hold a secret. */
const reasons: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab stands in the indentation, where YAML takes spaces only',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  MISSING_CHAR: 'a sign is missing here, such as a closing quote or bracket, or a space behind `:`',
  DUPLICATE_KEY: 'the key stands twice',
  MULTILINE_IMPLICIT_KEY: 'a `:` is missing, or text stands where a key must',
  BLOCK_AS_IMPLICIT_KEY: 'two `:` stand in one line without quotes',
  UNEXPECTED_TOKEN: 'this does not belong here',
  BAD_ALIAS: 'the alias or anchor has no valid name',
};

export function parseYaml(text: string): YamlFile {
  const plain = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const found: YamlFile = { documents: [], lines, text: plain, problems: [] };
  if (plain.length > maxBytes) {
    found.problems.push({ line: 1, column: 1, why: 'it is too large for a compose file' });
    return found;
  }
  try {
    const parsed = withoutTraces(() =>
      parseAllDocuments(plain, { lineCounter: lines, schema: 'failsafe', uniqueKeys: false, prettyErrors: false, strict: false, logLevel: 'silent' }),
    );
    const documents: Document.Parsed[] = 'empty' in parsed ? [] : parsed;
    for (const document of documents.slice(0, maxDocuments)) {
      if (document.contents) found.documents.push(document.contents as ParsedNode);
      for (const error of document.errors.slice(0, maxProblems - found.problems.length)) {
        const { line, col } = lines.linePos(error.pos[0]);
        found.problems.push({ line: Math.max(line, 1), column: Math.max(col, 1), why: `it is no valid YAML here: ${reasons[error.code] ?? 'it cannot be understood'}` });
      }
    }
    if (documents.length > maxDocuments) found.problems.push({ line: 1, column: 1, why: `it holds more than ${maxDocuments} documents` });
  } catch {
    // Only a text that nests thousands of levels deep gets here.
    found.problems.push({ line: 1, column: 1, why: 'it is no YAML that can be read' });
  }
  return found;
}

interface Conversion {
  file: YamlFile;
  source: Source;
  /** Null while it is being made: an alias inside of what it names. */
  anchors: Map<string, Node | null>;
  left: number;
  exceeded: boolean;
}

/** The documents as nodes of a project. Problems go to `file.problems`, once. */
export function treesOf(file: YamlFile, source: Source): Node[] {
  const conversion: Conversion = { file, source, anchors: new Map(), left: maxNodes, exceeded: false };
  return file.documents.map((document) => {
    // Anchors end with their document.
    conversion.anchors.clear();
    return convert(conversion, document, 0);
  });
}

function tell({ file }: Conversion, at: { line: number; column: number }, why: string): void {
  const known = file.problems.some((each) => each.line === at.line && each.column === at.column && each.why === why);
  if (!known && file.problems.length < maxProblems * 4) file.problems.push({ line: at.line, column: at.column, why });
}

function positionOf({ file }: Conversion, offset: number): { line: number; column: number } {
  const { line, col } = file.lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function convert(conversion: Conversion, node: ParsedNode | null, depth: number): Node {
  const { source } = conversion;
  const at = positionOf(conversion, node?.range[0] ?? 0);
  const nothing: Scalar = { kind: 'scalar', text: null, inner: null, tag: null, source, ...at };
  if (node === null) return nothing;
  conversion.left -= 1;
  if (conversion.left < 0 || depth > maxDepth) {
    if (!conversion.exceeded) tell(conversion, at, depth > maxDepth ? 'it nests too deeply' : 'its aliases and merge keys repeat too much; the rest is not read');
    conversion.exceeded = true;
    return nothing;
  }
  if (isAlias(node)) {
    const target = conversion.anchors.get(node.source);
    if (target) return target;
    tell(conversion, at, target === null ? 'an alias stands inside of what it repeats' : 'an alias has no anchor before it');
    return nothing;
  }
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor) conversion.anchors.set(anchor, null);
  const made = isMap(node) ? mapOf(conversion, node, depth) : isSeq(node) ? listOf(conversion, node, depth) : scalarOf(conversion, node);
  const tag: Node['tag'] = node.tag === '!reset' ? 'reset' : node.tag === '!override' ? 'override' : null;
  const result: Node = tag === null ? made : { ...made, tag };
  if (anchor) conversion.anchors.set(anchor, result);
  return result;
}

function scalarOf(conversion: Conversion, node: ParsedNode): Node {
  const at = positionOf(conversion, node.range[0]);
  const base = { kind: 'scalar' as const, tag: null, source: conversion.source, ...at };
  if (!isScalar(node)) return { ...base, text: null, inner: null };
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const flow = quoted || node.type === 'PLAIN';
  const text = String(node.value ?? '');
  const isText = node.type !== 'PLAIN' || node.tag?.endsWith(':str');
  // Escapes and folded lines move what is behind them.
  const verbatim = flow && conversion.file.text.startsWith(text, node.range[0] + (quoted ? 1 : 0));
  return { ...base, text: isText ? text : goScalar(text), inner: verbatim ? at.column + (quoted ? 1 : 0) : null };
}

function listOf(conversion: Conversion, node: ParsedNode, depth: number): Node {
  const items = isSeq(node) ? node.items.map((item) => convert(conversion, item as ParsedNode | null, depth + 1)) : [];
  return { kind: 'list', items, tag: null, source: conversion.source, ...positionOf(conversion, node.range[0]) };
}

function mapOf(conversion: Conversion, node: ParsedNode, depth: number): MapNode {
  const { source } = conversion;
  const start = positionOf(conversion, node.range[0]);
  if (!isMap(node)) return emptyMap({ source, ...start });
  const entries = new Map<string, Entry>();
  const merged: Node[] = [];
  for (const pair of node.items) {
    const key = pair.key as ParsedNode | null;
    if (key === null || !isScalar(key)) {
      if (key !== null) tell(conversion, positionOf(conversion, key.range[0]), 'a key is no plain name');
      continue;
    }
    const name = String(key.value ?? '');
    const at = { source, ...positionOf(conversion, key.range[0]) };
    const empty: Scalar = { kind: 'scalar', text: null, inner: null, tag: null, ...at };
    const value = pair.value === null ? empty : convert(conversion, pair.value as ParsedNode, depth + 1);
    if (name === '<<' && key.type === 'PLAIN') {
      merged.push(...(value.kind === 'list' ? value.items : [value]));
      continue;
    }
    const before = entries.get(name);
    if (before) tell(conversion, at, `the key already stands in line ${before.key.line}; compose refuses the file, other readers take the last`);
    entries.set(name, { key: at, value });
  }
  for (const each of merged) mergeInto(conversion, entries, each);
  return { kind: 'map', entries, tag: null, source, ...start };
}

/** Own keys win over merged ones, and of several merged maps the earlier ones. */
function mergeInto(conversion: Conversion, entries: Map<string, Entry>, from: Node): void {
  if (from.kind !== 'map') {
    if (from.kind !== 'scalar' || from.text !== null) tell(conversion, from, 'a merge key takes maps only');
    return;
  }
  conversion.left -= from.entries.size;
  if (conversion.left < 0) {
    if (!conversion.exceeded) tell(conversion, from, 'its aliases and merge keys repeat too much; the rest is not read');
    conversion.exceeded = true;
    return;
  }
  for (const [name, entry] of from.entries) if (!entries.has(name)) entries.set(name, entry);
}
