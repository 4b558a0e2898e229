import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument, type Document as YamlDocument } from 'yaml';
import type { Place } from '../../facts/index.ts';
import type { ReadingProblem } from '../reading.ts';
import { withoutTraces } from '../without-traces.ts';
import type { Node, Scalar } from './tree.ts';

/** Nodes of one document with all its aliases written out: more is a bomb, or nothing that a person has written. */
const maxNodes = 200_000;
const maxDepth = 60;

/** A text between two `---`, with the number of its first line. */
export interface Chunk {
  text: string;
  line: number;
  /** Spaces that stood before each of its lines, where it is a block of another document. */
  indent?: number;
}

/** Cuts a stream where its documents end. `---` at the beginning of a line ends a document wherever it stands, by the rules of YAML. */
export function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  const whole = text.replace(/^\uFEFF/, '');
  let start = 0;
  let startLine = 1;
  let line = 1;
  for (let from = 0; from < whole.length; ) {
    const end = whole.indexOf('\n', from);
    const next = end === -1 ? whole.length : end + 1;
    if (/^(---|\.\.\.)(?=\s|$)/.test(whole.slice(from, from + 4))) {
      chunks.push({ text: whole.slice(start, from), line: startLine });
      const isEnd = whole[from] === '.';
      start = isEnd ? next : from;
      startLine = isEnd ? line + 1 : line;
    }
    line += 1;
    from = next;
  }
  chunks.push({ text: whole.slice(start), line: startLine });
  return chunks.filter((chunk) => chunk.text.trim() !== '');
}

const told: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'an alias has no anchor before it',
  BAD_INDENT: 'the indentation fits nothing above it',
  BAD_SCALAR_START: 'a value begins with a sign that must be quoted',
  BAD_DQ_ESCAPE: 'there is an escape that double quotes do not have',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping begins inside a value: it wants quotes or a line of its own',
  MISSING_CHAR: 'a sign is missing: a quote, a bracket or a colon',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines: a colon is missing',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab stands where only spaces may indent',
  UNEXPECTED_TOKEN: 'something stands where nothing is expected',
};

/** Parses one document. Null, with a problem, when it is no YAML or grows beyond all bounds. */
export function parseChunk(file: string, chunk: Chunk, problems: ReadingProblem[]): Node | null {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line) + chunk.line - 1, column: Math.max(1, col) + (chunk.indent ?? 0) };
  };
  const refuse = (offset: number, why: string): null => {
    problems.push({ place: placeAt(offset), why });
    return null;
  };
  let document: YamlDocument.Parsed;
  try {
    document = withoutTraces(() => parseDocument(chunk.text.trimEnd(), { lineCounter: lines, uniqueKeys: false, prettyErrors: false, logLevel: 'silent', schema: 'core' }));
  } catch {
    return refuse(0, 'it cannot be read as YAML');
  }
  const [error] = document.errors;
  // The parser's own words quote the text, which may be a secret.
  if (error) return refuse(error.pos[0], `it is no valid YAML: ${told[error.code] ?? 'it cannot be read from here on'}`);
  if (document.contents === null) return null;
  try {
    return new Conversion(document, placeAt, problems, chunk.text).node(document.contents, 0);
  } catch (thrown) {
    if (thrown instanceof TooLarge) return refuse(thrown.offset, 'its aliases or its nesting grow beyond all bounds');
    throw thrown;
  }
}

class TooLarge extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super('too large');
    this.offset = offset;
  }
}

class Conversion {
  readonly #anchors = new Map<string, ParsedNode>();
  readonly #place: (offset: number) => Place;
  readonly #problems: ReadingProblem[];
  readonly #text: string;
  #left = maxNodes;

  constructor(document: YamlDocument.Parsed, place: (offset: number) => Place, problems: ReadingProblem[], text: string) {
    this.#text = text;
    this.#place = place;
    this.#problems = problems;
    this.#collect(document.contents);
  }

  /** An alias means the last anchor of its name before it; names are hardly ever used twice, and then the last one is taken. */
  #collect(from: ParsedNode | null): void {
    const todo: (ParsedNode | null | undefined)[] = [from];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (node === null || isAlias(node)) continue;
      if (node.anchor) this.#anchors.set(node.anchor, node);
      if (isMap(node)) for (const pair of node.items) todo.push((pair.key ?? undefined) as ParsedNode | undefined, (pair.value ?? undefined) as ParsedNode | undefined);
      else if (isSeq(node)) for (const item of node.items as ParsedNode[]) todo.push(item);
    }
  }

  node(own: ParsedNode, depth: number): Node {
    const offset = own.range[0];
    this.#left -= 1;
    if (this.#left < 0 || depth > maxDepth) throw new TooLarge(offset);
    if (isAlias(own)) {
      const target = this.#anchors.get(own.source);
      if (!target) throw new TooLarge(offset);
      return this.node(target, depth + 1);
    }
    const place = this.#place(offset);
    if (isScalar(own)) {
      const found = scalarOf(own, place);
      return found.style === 'literal' ? { ...found, indent: /^[^\n]*\n(?:[ \t]*\r?\n)*( *)/.exec(this.#text.slice(offset, own.range[1]))?.[1]?.length ?? 0 } : found;
    }
    if (isSeq(own)) return { is: 'list', items: (own.items as ParsedNode[]).map((item) => this.node(item, depth + 1)), place };
    const entries = new Map<string, Node>();
    const inherited: Node[] = [];
    for (const pair of own.items) {
      if (!isScalar(pair.key)) continue;
      const key = String(pair.key.source ?? pair.key.value ?? '');
      const value: Node = pair.value
        ? this.node(pair.value as ParsedNode, depth + 1)
        : { is: 'scalar', value: null, text: '', style: 'plain', place: this.#place(pair.key.range?.[0] ?? offset) };
      if (key === '<<') inherited.push(...(value.is === 'list' ? value.items : [value]));
      else {
        if (entries.has(key))
          this.#problems.push({ place: value.place, why: `the key \`${key}\` stands twice in one mapping: newer tools refuse it, for the others the last one counts` });
        entries.set(key, value);
      }
    }
    for (const base of inherited) if (base.is === 'map') for (const [key, value] of base.entries) if (!entries.has(key)) entries.set(key, value);
    return { is: 'map', entries, place };
  }
}

/** Kubernetes' tools read YAML 1.1, where these are booleans as well. */
const oldBoolean = /^(yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;

function scalarOf(own: Exclude<ParsedNode, { items: unknown }>, place: Place): Scalar {
  if (isCollection(own) || isAlias(own)) return { is: 'scalar', value: null, text: '', style: 'plain', place };
  const style = own.type === 'BLOCK_LITERAL' ? 'literal' : own.type === 'BLOCK_FOLDED' ? 'folded' : own.type === 'PLAIN' ? 'plain' : 'quoted';
  const raw = own.value as unknown;
  if (raw === null || raw === undefined) return { is: 'scalar', value: null, text: '', style, place };
  const text = typeof raw === 'string' ? raw : (own.source ?? String(raw));
  if (style === 'plain' && oldBoolean.test(text)) return { is: 'scalar', value: /^(y|on)/i.test(text), text, style, place };
  return { is: 'scalar', value: typeof raw === 'number' || typeof raw === 'boolean' ? raw : text, text, style, place };
}
