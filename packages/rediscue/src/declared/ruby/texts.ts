import { joinedValue, textValue, unknown, type Value } from '../settings/index.ts';
import type { Evaluator } from './evaluate.ts';
import { asValue, type Shape } from './shape.ts';
import type { StringPart, Token } from './token.ts';
import { treeOf } from './tree.ts';

/** Texts that are made of each other grow without end; no address is as long. */
const maxLength = 4_000;

export const bounded = (value: Value): Value => (value.kind === 'text' && value.text.length > maxLength ? unknown : value);

/** A string with what is put into it. */
export function textShape(evaluator: Evaluator, parts: readonly StringPart[], node: Token): Shape {
  const place = evaluator.lines.at(node.from);
  if (parts.length === 0) return textValue('', place);
  const values = parts.slice(0, 200).map((part) => ('text' in part ? textValue(part.text.slice(0, maxLength + 1), place) : asValue(evaluator.at(treeOf(part.tokens), 0))));
  const joined = bounded(joinedValue(values, place));
  return joined.kind === 'text' ? { ...joined, text: joined.text.replace(/\r?\n$/, '') } : joined;
}

/** `%w[a b]` */
export function wordsShape(evaluator: Evaluator, node: Token): Shape {
  const place = evaluator.lines.at(node.from);
  const texts = node.parts.flatMap((part) => ('text' in part ? part.text.split(/\s+/).filter((word) => word !== '') : []));
  const items = node.parts.some((part) => 'tokens' in part) ? [unknown] : texts.slice(0, 64).map((text) => textValue(text, place));
  return { kind: 'items', items, place };
}
