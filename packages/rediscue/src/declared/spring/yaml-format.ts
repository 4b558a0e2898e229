import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments } from 'yaml';
import { withoutTraces } from '../without-traces.ts';
import type { Entry } from './properties-format.ts';

export interface YamlRead {
  documents: Entry[][];
  /** Offsets of what is wrong, with a clause. */
  problems: { at: number; why: string }[];
}

const maxDepth = 40;
/** Entries of a file, aliases followed: what has more is no settings file but an avalanche. */
const maxEntries = 20_000;
const maxDocuments = 100;

/** The scalars of a YAML file by their dotted keys, with `[0]` for items, as Spring flattens it. */
export function parseYaml(text: string): YamlRead {
  const read: YamlRead = { documents: [], problems: [] };
  if (isTooDeep(text)) return { documents: [], problems: [{ at: 0, why: 'it is nested too deeply' }] };
  let documents: Document.Parsed[];
  try {
    const parsed = withoutTraces(() => parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false, strict: false }));
    documents = Array.isArray(parsed) ? parsed : [];
  } catch {
    return { documents: [], problems: [{ at: 0, why: 'it is no YAML that can be read' }] };
  }
  let left = maxEntries;
  for (const document of documents.slice(0, maxDocuments)) {
    // Build tools fill in `@project.version@`, which YAML itself does not allow to begin a value.
    const error = document.errors.find(({ pos }) => text[pos[0]] !== '@');
    if (error) read.problems.push({ at: error.pos[0], why: `it is no valid YAML here (${error.code.toLowerCase().replaceAll('_', ' ')})` });
    const entries: Entry[] = [];
    left -= flatten(document.contents, entries, left);
    read.documents.push(entries);
    if (left > 0) continue;
    read.problems.push({ at: 0, why: `it has more than ${maxEntries} values; the rest is not read` });
    break;
  }
  return read;
}

/** The parser calls itself for each level: what is deeper than any settings file is turned away before. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let indicators = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1);
    // `- - - - x` and `? ? ? x` nest within one line, indentation from line to line.
    else if (char === '\n') indicators = 0;
    else if ((char === '-' || char === '?' || char === ':') && /\s/.test(text[at + 1] ?? '\n')) indicators += 1;
    if (depth > 200 || indicators > 200) return true;
  }
  return /^ {2000}/m.test(text);
}

function flatten(root: Node | null, into: Entry[], limit: number): number {
  const anchors = new Map<string, Node>();
  let steps = 0;
  const enter = (node: unknown, path: string, depth: number): void => {
    steps += 1;
    if (steps > limit || depth > maxDepth || path.length > 500) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) enter(target, path, depth + 1);
      return;
    }
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isMap(node)) {
      // What is merged in is weaker than what stands beside it, and the later entry of a key wins.
      const pairs = [...node.items].sort((one, other) => Number(isMerge(other)) - Number(isMerge(one)));
      for (const pair of pairs) {
        if (isMerge(pair)) for (const part of isSeq(pair.value) ? pair.value.items : [pair.value]) enter(part, path, depth + 1);
        else if (isScalar(pair.key)) enter(pair.value, join(path, pair.key.source ?? String(pair.key.value ?? '')), depth + 1);
      }
    } else if (isSeq(node))
      node.items.forEach((item, index) => {
        if (index < limit) enter(item, `${path}[${index}]`, depth + 1);
      });
    else if (isScalar(node) && path !== '') {
      const value = typeof node.value === 'string' ? node.value : (node.source ?? '');
      if (node.value !== null) into.push({ key: path, value, at: node.range?.[0] ?? 0 });
    }
  };
  enter(root, '', 0);
  return steps;
}

const isMerge = (pair: Pair): boolean => isScalar(pair.key) && pair.key.value === '<<';

const join = (path: string, key: string): string => (path === '' ? key : key.startsWith('[') ? `${path}${key}` : `${path}.${key}`);
