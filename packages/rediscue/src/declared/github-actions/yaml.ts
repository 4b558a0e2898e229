import { isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { Place } from '../../facts/index.ts';
import type { ReadingProblem } from '../reading.ts';
import { withoutTraces } from '../without-traces.ts';

/** Beyond what the host of the pipelines takes. */
const maxLength = 512 * 1024;
/** Nodes that are looked at, repeated ones of aliases among them. */
const maxVisits = 50_000;
const maxProblems = 5;

/** The parser's own messages quote the text, which may hold a secret. */
const reasons: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab stands in the indentation, where only spaces may',
  BAD_INDENT: 'the indentation fits nothing above it',
  MISSING_CHAR: 'a sign is missing, such as a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing, or text stands where a key must',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping begins inside a value: it wants quotes or a line of its own',
};

export interface YamlText {
  text: string;
  place: Place;
  /** Place of an offset of the text. */
  at(offset: number): Place;
}

/** A node that is looked into only where it is asked, so that aliases of aliases cost nothing. */
export interface YamlNode {
  place: Place;
  /** Null when it is no scalar. What stands there as it is written: numbers and booleans too. */
  scalar(): YamlText | null;
  /** Entries of a mapping; none when it is none. Keys that stand twice: the last one. */
  entries(): Map<string, YamlNode>;
  get(key: string): YamlNode | null;
  /** Items of a sequence; none when it is none. */
  items(): YamlNode[];
  /** Place of a key of a mapping. */
  keyPlace(key: string): Place;
}

/** Null when there is nothing to read. */
export function readYaml(file: string, text: string, problems: ReadingProblem[]): YamlNode | null {
  const source = text.replace(/^\uFEFF/, '');
  if (source.length > maxLength) {
    problems.push({ place: { file }, why: 'it is too large for a pipeline' });
    return null;
  }
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = withoutTraces(() =>
      parseDocument(source, { lineCounter: lines, schema: 'failsafe', uniqueKeys: false, prettyErrors: false, strict: false, logLevel: 'silent' }),
    );
    for (const error of document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS').slice(0, maxProblems)) {
      problems.push({ place: placeOf(error.pos[0]), why: `it is no valid YAML here: ${reasons[error.code] ?? 'it cannot be understood'}` });
    }
    return document.contents === null ? null : viewOf(document.contents, source, placeOf, problems);
  } catch {
    problems.push({ place: { file }, why: 'it is nested too deep to be read' });
    return null;
  }
}

function viewOf(root: ParsedNode, source: string, placeOf: (offset: number) => Place, problems: ReadingProblem[]): YamlNode {
  let anchors: Map<string, ParsedNode> | null = null;
  let left = maxVisits;
  const resolved = (node: ParsedNode): ParsedNode | null => {
    if (!isAlias(node)) return node;
    anchors ??= anchorsIn(root);
    return anchors.get(node.source) ?? null;
  };
  const spend = (count: number, place: Place): boolean => {
    if (left >= 0 && left < count) problems.push({ place, why: 'it holds more than is read; what stands behind this is left out' });
    left -= left < 0 ? 0 : count;
    return left >= 0;
  };
  const view = (own: ParsedNode): YamlNode => {
    const node = resolved(own);
    const place = placeOf(own.range[0]);
    let entries: Map<string, YamlNode> | null = null;
    const keys = new Map<string, Place>();
    const read = () => {
      if (entries !== null) return entries;
      entries = new Map();
      if (!isMap(node) || !spend(node.items.length, place)) return entries;
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value ?? '');
        keys.set(name, placeOf(key.range?.[0] ?? 0));
        entries.set(name, value ? view(value as ParsedNode) : nothing(placeOf(key.range?.[0] ?? 0)));
      }
      return entries;
    };
    return {
      place,
      scalar: () => (isScalar(node) ? textOf(String(node.value ?? ''), node.type ?? 'PLAIN', source, node.range, placeOf) : null),
      entries: read,
      get: (key) => read().get(key) ?? null,
      items: () => (isSeq(node) && spend(node.items.length, place) ? (node.items as ParsedNode[]).map(view) : []),
      keyPlace: (key) => {
        read();
        return keys.get(key) ?? place;
      },
    };
  };
  return view(root);
}

const nothing = (place: Place): YamlNode => ({
  place,
  scalar: () => ({ text: '', place, at: () => place }),
  entries: () => new Map(),
  get: () => null,
  items: () => [],
  keyPlace: () => place,
});

function anchorsIn(root: ParsedNode): Map<string, ParsedNode> {
  const found = new Map<string, ParsedNode>();
  const todo: unknown[] = [root];
  while (todo.length > 0) {
    const node = todo.pop() as ParsedNode | null | undefined;
    if (!node || isAlias(node)) continue;
    if (node.anchor) found.set(node.anchor, node);
    if (isMap(node)) for (const pair of node.items) todo.push(pair.key, pair.value);
    else if (isSeq(node)) for (const item of node.items) todo.push(item);
  }
  return found;
}

function textOf(text: string, type: string, source: string, range: readonly number[] | null | undefined, placeOf: (offset: number) => Place): YamlText {
  const [start = 0, end = start] = range ?? [];
  const isQuoted = type.startsWith('QUOTE');
  const place = placeOf(start + (isQuoted && end > start + 1 ? 1 : 0));
  if (type !== 'BLOCK_LITERAL') {
    // What is folded or escaped stands elsewhere than in the text: its beginning is the place.
    const isPlain = type !== 'BLOCK_FOLDED' && source.startsWith(text, start + (isQuoted ? 1 : 0));
    return { text, place, at: (offset) => (isPlain ? placeOf(start + (isQuoted ? 1 : 0) + offset) : place) };
  }
  let starts: number[] | null = null;
  let indent = 0;
  return {
    text,
    place,
    at: (offset) => {
      if (starts === null) {
        starts = [0];
        for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
        const body = source.slice(source.indexOf('\n', start) + 1, end);
        const first = text.split('\n', 1)[0] ?? '';
        indent = Math.max(0, (body.split('\n', 1)[0] ?? '').length - first.length - (body.split('\n', 1)[0]?.endsWith('\r') ? 1 : 0));
      }
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file: place.file, line: (place.line ?? 1) + 1 + low, column: indent + offset - (starts[low] ?? 0) + 1 };
    },
  };
}
