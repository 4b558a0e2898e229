import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, visit } from 'yaml';
import type { Place } from '../../facts/index.ts';
import type { ReadingProblem } from '../reading.ts';
import { withoutTraces } from '../without-traces.ts';
import type { Tree } from './tree.ts';

const maxNodes = 200_000;
const maxDepth = 60;
/** Brackets of YAML's flow style that a parser is asked to nest. */
const maxBrackets = 200;

/** All documents of a YAML text. What cannot be read is told; aliases are followed within bounds. */
export function yamlTrees(file: string, content: string): { trees: Tree[]; problems: ReadingProblem[] } {
  if (nests(content)) return { trees: [], problems: [{ place: { file }, why: 'it is nested too deeply' }] };
  const lines = new LineCounter();
  try {
    const documents = withoutTraces(() => parseAllDocuments(content, { lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' }));
    const problems: ReadingProblem[] = [];
    const trees: Tree[] = [];
    for (const document of Array.isArray(documents) ? documents : []) {
      for (const { pos } of document.errors.slice(0, 5)) problems.push({ place: placeAt(file, lines, pos[0]), why: 'this is no YAML' });
      const anchors = new Map<string, Node>();
      visit(document, { Node: (_, node) => void ('anchor' in node && typeof node.anchor === 'string' && anchors.set(node.anchor, node)) });
      const builder = new Builder(file, lines, anchors);
      const tree = document.contents ? builder.build(document.contents, 0) : null;
      if (builder.full) problems.push({ place: { file }, why: 'it is too large, or its aliases grow without end' });
      if (tree) trees.push(tree);
    }
    return { trees, problems };
  } catch {
    // Its own recursion ends the parser on texts that are nested without end.
    return { trees: [], problems: [{ place: { file }, why: 'it cannot be read as YAML' }] };
  }
}

function nests(content: string): boolean {
  let depth = 0;
  for (const sign of content) {
    if (sign === '[' || sign === '{') {
      depth += 1;
      if (depth > maxBrackets) return true;
    } else if ((sign === ']' || sign === '}') && depth > 0) depth -= 1;
  }
  return false;
}

function placeAt(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return line > 0 && col > 0 ? { file, line, column: col } : { file };
}

class Builder {
  full = false;
  private left = maxNodes;
  private readonly file: string;
  private readonly lines: LineCounter;
  private readonly anchors: ReadonlyMap<string, Node>;

  constructor(file: string, lines: LineCounter, anchors: ReadonlyMap<string, Node>) {
    this.file = file;
    this.lines = lines;
    this.anchors = anchors;
  }

  build(node: unknown, depth: number): Tree {
    const place = this.placeOf(node);
    this.left -= 1;
    if (this.left < 0 || depth > maxDepth) {
      this.full = true;
      return { kind: 'scalar', value: null, place };
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      return target ? this.build(target, depth + 1) : { kind: 'scalar', value: null, place };
    }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.build(item, depth + 1)), place };
    if (isMap(node)) {
      const entries = new Map<string, { key: Place; value: Tree }>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : null;
        if (name === null) continue;
        const content = this.build(value, depth + 1);
        if (name === '<<')
          for (const each of content.kind === 'list' ? content.items : [content])
            if (each.kind === 'map') for (const [inner, entry] of each.entries) if (!entries.has(inner)) entries.set(inner, entry);
        if (name !== '<<') entries.set(name, { key: this.placeOf(key), value: content });
      }
      return { kind: 'map', entries, place };
    }
    const value = isScalar(node) ? node.value : null;
    return {
      kind: 'scalar',
      value: value === null || value === undefined ? null : isScalar(node) && typeof value !== 'string' && node.source !== undefined ? node.source : String(value),
      place,
    };
  }

  private placeOf(node: unknown): Place {
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    return range ? placeAt(this.file, this.lines, range[0]) : { file: this.file };
  }
}
