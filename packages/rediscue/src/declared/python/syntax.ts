import type { SyntaxNode } from '@lezer/common';

/** Most parts of one list, call or dictionary that are looked at. */
const maxChildren = 4_000;

/** Children without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null && found.length < maxChildren; child = child.nextSibling) if (child.name !== 'Comment') found.push(child);
  return found;
}

/** The parts between commas, without the brackets around them. */
export function partsOf(node: SyntaxNode): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const child of childrenOf(node)) {
    if (/^[()[\]{}]$/.test(child.name)) continue;
    if (child.name === ',') parts.push([]);
    else parts.at(-1)?.push(child);
  }
  return parts.filter((part) => part.length > 0);
}

/** What a call is given, or a function takes. */
export interface Arguments {
  positional: SyntaxNode[];
  named: Map<string, SyntaxNode>;
  /** `*rest`. */
  rest: SyntaxNode[];
  /** `**options`. */
  options: SyntaxNode[];
}

export function argumentsOf(call: SyntaxNode, text: string): Arguments {
  const found: Arguments = { positional: [], named: new Map(), rest: [], options: [] };
  const list = call.name === 'ArgList' ? call : call.getChild('ArgList');
  for (const [first, second, third] of list ? partsOf(list) : []) {
    if (first === undefined) continue;
    if (first.name === '*' && second) found.rest.push(second);
    else if (first.name === '**' && second) found.options.push(second);
    else if (second?.name === 'AssignOp') {
      if (third) found.named.set(text.slice(first.from, first.to), third);
    } else found.positional.push(first);
  }
  return found;
}

interface Parameter {
  name: string;
  type: SyntaxNode | null;
  otherwise: SyntaxNode | null;
  /** Neither `*rest` nor `**options`. */
  isPlain: boolean;
}

export function parametersOf(fn: SyntaxNode, text: string): Parameter[] {
  const list = fn.getChild('ParamList');
  return (list ? partsOf(list) : []).flatMap((part): Parameter[] => {
    const name = part.find((node) => node.name === 'VariableName');
    if (!name) return [];
    const type = part.find((node) => node.name === 'TypeDef')?.lastChild ?? null;
    const assign = part.findIndex((node) => node.name === 'AssignOp');
    return [{ name: text.slice(name.from, name.to), type, otherwise: (assign === -1 ? null : part[assign + 1]) ?? null, isPlain: !/^\*/.test(part[0]?.name ?? '') }];
  });
}

/** Targets and value of an assignment; `a = b = 1` has two targets. */
export interface Assignment {
  targets: SyntaxNode[][];
  type: SyntaxNode | null;
  value: SyntaxNode[];
}

export function assignmentOf(node: SyntaxNode): Assignment {
  const groups: SyntaxNode[][] = [[]];
  let type: SyntaxNode | null = null;
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp') groups.push([]);
    else if (child.name === 'TypeDef') type = child.lastChild;
    else if (child.name !== ',') groups.at(-1)?.push(child);
  }
  return groups.length === 1 ? { targets: groups, type, value: [] } : { targets: groups.slice(0, -1), type, value: groups.at(-1) ?? [] };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' };

function withoutEscapes(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g, (whole, sign: string) => {
    const known = escapes[sign];
    if (known !== undefined) return known;
    const code = /^[xuU]./.test(sign) && sign.length > 1 ? Number.parseInt(sign.slice(1), 16) : /^[0-7]/.test(sign) ? Number.parseInt(sign, 8) : Number.NaN;
    return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Prefix and quotes of a literal. */
function frameOf(raw: string): { isRaw: boolean; start: number; end: number } {
  const match = /^([a-zA-Z]*)('''|"""|'|")/.exec(raw);
  if (!match) return { isRaw: false, start: 0, end: raw.length };
  const [whole, prefix = '', quote = ''] = match;
  const end = raw.length >= whole.length + quote.length && raw.endsWith(quote) ? raw.length - quote.length : raw.length;
  return { isRaw: /r/i.test(prefix), start: whole.length, end };
}

/** The text of a plain literal. */
export function stringText(node: SyntaxNode, text: string): string {
  const raw = text.slice(node.from, node.to);
  const { isRaw, start, end } = frameOf(raw);
  return isRaw ? raw.slice(start, end) : withoutEscapes(raw.slice(start, end));
}

/** Texts and expressions of an f-string, in their order. */
export function formatPieces(node: SyntaxNode, text: string): (string | SyntaxNode)[] {
  const raw = text.slice(node.from, node.to);
  const { isRaw, start, end } = frameOf(raw);
  const pieces: (string | SyntaxNode)[] = [];
  let at = node.from + start;
  const put = (to: number) => {
    const piece = text.slice(at, Math.max(at, to)).replace(/\{\{|\}\}/g, (pair) => pair[0] ?? '');
    if (piece !== '') pieces.push(isRaw ? piece : withoutEscapes(piece));
  };
  for (const child of childrenOf(node)) {
    if (child.name !== 'FormatReplacement') continue;
    put(child.from);
    const expression = childrenOf(child).find((each) => each.name !== '{');
    pieces.push(expression && expression.name !== '}' ? expression : child);
    at = child.to;
  }
  put(node.from + end);
  return pieces;
}

export const textOf = (node: SyntaxNode, text: string): string => text.slice(node.from, node.to);
