import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/php';
import { type Lines, linesOf, parseWithin, tooDeepAt, tookTooLong } from '../settings/index.ts';

/** A parsed file with its text. */
export interface Source {
  text: string;
  tree: Tree;
  lines: Lines;
}

/** Longer files are data. */
const maxLength = 400_000;

/** Null with a reason for what is not parsed. */
export function parsePhp(file: string, text: string): Source | { offset: number; why: string } {
  if (text.length > maxLength) return { offset: 0, why: 'it is too long for a source file, and is not read' };
  const deep = tooDeepAt(text);
  if (deep !== null) return { offset: deep, why: 'it is nested too deeply to be read' };
  const { tree, stoppedAt } = parseWithin(parser, text);
  if (stoppedAt !== null) return { offset: stoppedAt, why: tookTooLong };
  return { text, tree, lines: linesOf(file, text) };
}

const signs = /^([()[\]{},;]|=>|=|LineComment|BlockComment|⚠)$/;

/** Children without brackets, signs and comments. */
export function childrenOf(node: SyntaxNode, limit = 1_000): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null && found.length < limit; child = child.nextSibling) if (!signs.test(child.name)) found.push(child);
  return found;
}

export const textOf = ({ text }: Source, node: SyntaxNode): string => text.slice(node.from, node.to);

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', e: '\x1b', f: '\f', '\\': '\\', $: '$', '"': '"' };
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([\da-fA-F]{1,2})|(.))/gs, (whole, hex?: string, sign?: string) => (hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[sign ?? ''] ?? whole)));

/** The pieces of a string: texts, and the nodes that are put in. */
export function piecesOf(source: Source, node: SyntaxNode): (string | SyntaxNode)[] {
  const raw = textOf(source, node);
  const isQuoted = raw.length > 1 && raw.endsWith(raw[0] ?? '');
  const to = isQuoted ? node.to - 1 : node.to;
  if (raw.startsWith("'")) return [source.text.slice(node.from + 1, to).replace(/\\(['\\])/g, '$1')];
  const pieces: (string | SyntaxNode)[] = [];
  let at = node.from + 1;
  let text = '';
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name === 'EscapeSequence') continue;
    text += unescaped(source.text.slice(at, child.from));
    if (text !== '') pieces.push(text);
    text = '';
    pieces.push(child);
    at = child.to;
  }
  text = unescaped(source.text.slice(at, Math.max(at, to)));
  if (text !== '' || pieces.length === 0) pieces.push(text);
  return pieces;
}

/** Text of a string without anything put in; null for others. */
export function plainText(source: Source, node: SyntaxNode | null | undefined): string | null {
  if (node?.name !== 'String') return null;
  const [first, ...more] = piecesOf(source, node);
  return more.length === 0 && typeof first === 'string' ? first : null;
}

/** Arguments of a call: those by position, and those by name. */
export function argumentsOf(source: Source, call: SyntaxNode): { list: SyntaxNode[]; named: Map<string, SyntaxNode> } {
  const list: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  for (const node of childrenOf(call.getChild('ArgList') ?? call, 100)) {
    if (call.getChild('ArgList') === null) break;
    if (node.name === 'NamedArgument') {
      const [name, , value] = [node.firstChild, null, node.lastChild];
      if (name && value) named.set(textOf(source, name), value);
    } else list.push(node);
  }
  return { list, named };
}

/** Entries of an array: key (null for a plain item) and value. */
export function entriesOf(array: SyntaxNode): { key: SyntaxNode | null; value: SyntaxNode }[] {
  const list = array.getChild('ValueList') ?? array;
  return childrenOf(list, 500).flatMap((child): { key: SyntaxNode | null; value: SyntaxNode }[] => {
    if (child.name === 'array') return [];
    if (child.name !== 'Pair') return [{ key: null, value: child }];
    const [key, value] = childrenOf(child, 2);
    return key && value ? [{ key, value }] : [];
  });
}
