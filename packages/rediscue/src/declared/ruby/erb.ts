import { joinedValue, type Lines, textValue, unknown, type Value } from '../settings/index.ts';
import { Evaluator } from './evaluate.ts';
import { scanRuby } from './scanner.ts';
import { asValue } from './shape.ts';
import { treeOf } from './tree.ts';

/** A tag `<%= … %>`, by offsets of its inside. */
interface Tag {
  start: number;
  from: number;
  to: number;
}

/** A text in which ERB's tags are covered by as many other signs, so that offsets stay what they are. */
export interface Covered {
  text: string;
  tags: readonly Tag[];
}

/** Stand for a tag: the first sign and those behind it, of the private area. */
const first = '\uE000';
const more = '\uE001';
const maxTags = 2_000;

export function coverErb(text: string): Covered {
  const tags: Tag[] = [];
  let covered = '';
  let at = 0;
  while (tags.length < maxTags) {
    const start = text.indexOf('<%', at);
    if (start === -1) break;
    const end = text.indexOf('%>', start + 2);
    const next = end === -1 ? text.length : end + 2;
    covered += text.slice(at, start);
    const isOutput = text[start + 2] === '=' && end !== -1;
    if (isOutput) {
      tags.push({ start, from: start + 3, to: text[end - 1] === '-' ? end - 1 : end });
      covered += first + more.repeat(next - start - 1);
    } else covered += text.slice(start, next).replace(/[^\r\n]/g, ' ');
    at = next;
  }
  return { text: covered + text.slice(at), tags };
}

/** What a scalar stands for, its tags evaluated. `from` and `to` are its offsets, quotes included. */
export function erbValue(source: string, { tags, text }: Covered, scalar: { value: string; from: number; to: number }, lines: Lines): Value {
  const { value, from, to } = scalar;
  const place = lines.at(/["']/.test(text[from] ?? '') ? from + 1 : from);
  if (!value.includes(first)) return textValue(value, place);
  const own = tags.filter(({ start }) => start >= from && start < to);
  const pieces = value.split(/(\uE000\uE001*)/).filter((piece) => piece !== '');
  if (pieces.filter((piece) => piece.startsWith(first)).length !== own.length) return unknown;
  let index = 0;
  return joinedValue(
    pieces.map((piece) => {
      if (!piece.startsWith(first)) return textValue(piece, place);
      const tag = own[index++];
      return tag === undefined ? unknown : evaluate(source, tag, lines);
    }),
    place,
  );
}

function evaluate(source: string, { from, to }: Tag, lines: Lines): Value {
  const nodes = treeOf(scanRuby(source, from, to).tokens);
  return asValue(new Evaluator(lines, new Map()).at(nodes, 0));
}
