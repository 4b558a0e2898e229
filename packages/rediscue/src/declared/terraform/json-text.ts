import { type Node, parseTree } from 'jsonc-parser';
import type { Place } from '../../facts/index.ts';
import { linesOf } from '../lines.ts';
import { tooDeepJsonAt } from '../settings/index.ts';
import { known, list, structure, type TerraformValue, textOf, unknown } from './values.ts';

const mark = '\uE000';

/**
 * A value that is JSON: `jsonencode(…)`, or a text (here-document, file, template) with references in it. Null when it is none.
 * Places are lines of the text where it has several.
 */
export function jsonOf(value: TerraformValue): TerraformValue | null {
  if (value.is === 'encoded') return value.of;
  if (value.is === 'list' || value.is === 'object') return value;
  const parts = value.is === 'known' && typeof value.value === 'string' ? [value.value] : value.is === 'text' ? value.parts : null;
  if (!parts) return null;
  const { text, references } = marked(parts);
  if (!/^\s*[[{]/.test(text) || tooDeepJsonAt(text) !== null) return null;
  const errors: never[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  return tree && errors.length === 0 ? nodeValue(tree, placer(value, text), references) : null;
}

/** The text with a mark in the place of each reference: inside of a JSON text the mark stays text, elsewhere it is a text of its own. */
function marked(parts: readonly (string | { to: string | null })[]): { text: string; references: (string | null)[] } {
  const references: (string | null)[] = [];
  let text = '';
  let quoted = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      for (let at = 0; at < part.length; at += 1) {
        if (quoted && part[at] === '\\') at += 1;
        else if (part[at] === '"') quoted = !quoted;
      }
      text += part.replaceAll(mark, '');
    } else {
      const sign = `${mark}${references.length}${mark}`;
      text += quoted ? sign : `"${sign}"`;
      references.push(part.to);
    }
  }
  return { text, references };
}

function placer(value: TerraformValue, text: string): (offset: number) => Place {
  const { origin, place } = value;
  const base = origin?.place ?? place;
  if (base.line === undefined || !text.includes('\n')) return () => place;
  const lines = linesOf(base.file, text);
  // A file begins on its own first line, a here-document below the line of its mark.
  const first = origin?.what.startsWith('file ') ? base.line - 1 : base.line;
  return (offset) => ({ file: base.file, line: first + lines.at(offset).line });
}

function nodeValue(node: Node, at: (offset: number) => Place, references: readonly (string | null)[]): TerraformValue {
  const place = at(node.offset);
  if (node.type === 'array')
    return list(
      (node.children ?? []).slice(0, 500).map((child) => nodeValue(child, at, references)),
      { place },
    );
  if (node.type === 'object') {
    const entries = new Map<string, TerraformValue>();
    for (const { children } of (node.children ?? []).slice(0, 1000)) {
      const [key, content] = children ?? [];
      if (typeof key?.value === 'string' && content) entries.set(key.value, nodeValue(content, at, references));
    }
    return structure(entries, { place });
  }
  if (typeof node.value !== 'string') return node.value === undefined ? unknown({ place }) : known(node.value, { place });
  if (!node.value.includes(mark)) return known(node.value, { place });
  const pieces = node.value.split(mark);
  const parts = pieces.flatMap((piece, index): (string | { to: string | null })[] => (index % 2 === 1 ? [{ to: references[Number(piece)] ?? null }] : piece === '' ? [] : [piece]));
  const through = parts.flatMap((part) => (typeof part !== 'string' && part.to !== null ? [part.to] : []));
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return only.to === null ? unknown({ place }) : { is: 'reference', to: only.to, place, through, origin: null };
  return textOf(parts, { place, through });
}
