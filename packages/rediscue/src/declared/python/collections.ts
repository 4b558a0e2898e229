import type { SyntaxNode } from '@lezer/common';
import type { Place } from '../../facts/index.ts';
import { configured, isConfiguration } from './configuration.ts';
import { environmentRead, isEnvironment } from './environment-reads.ts';
import type { Evaluator } from './evaluator.ts';
import { childrenOf, formatPieces, partsOf } from './syntax.ts';
import { type At, eitherOf, fixedText, maxParts, none, rowOf, unknown, type Value } from './value.ts';

/** The texts and values of an f-string. */
export function format(node: SyntaxNode, at: At, own: Evaluator): Value {
  const place = own.place(node, at);
  const pieces = formatPieces(node, at.scope.source.text);
  if (pieces.length > maxParts) return unknown;
  return rowOf(
    pieces.map((piece) => (typeof piece === 'string' ? { kind: 'text', text: piece, place } : own.value(piece, at))),
    place,
  );
}

/** `"redis://%s:%d" % (host, port)`. */
export function percent(left: Value, right: Value, place: Place): Value {
  if (left.kind !== 'text') return unknown;
  const values = right.kind === 'list' ? [...right.items] : [right];
  const entries = right.kind === 'map' ? right.entries : null;
  return rowOf(
    left.text.split(/(%(?:\(\w+\))?[-+ #0-9.]*[sdrif]|%%)/).map((piece): Value => {
      const name = /^%\((\w+)\)/.exec(piece)?.[1];
      if (name !== undefined) return entries?.get(name) ?? unknown;
      if (piece === '%%') return { kind: 'text', text: '%', place };
      return /^%[-+ #0-9.]*[sdrif]$/.test(piece) ? (values.shift() ?? unknown) : { kind: 'text', text: piece, place: left.place };
    }),
    place,
  );
}

/** `"redis://{}:{port}".format(host, port=port)`. */
export function formatted(pattern: string, positional: readonly Value[], named: ReadonlyMap<string, Value>, place: Place): Value {
  let next = 0;
  const parts = pattern.split(/(\{\w*(?:![rsa])?(?::[^{}]*)?\}|\{\{|\}\})/).map((piece): Value => {
    const field = /^\{(\w*)(?:![rsa])?(?::[^{}]*)?\}$/.exec(piece)?.[1];
    if (field === undefined) return { kind: 'text', text: piece === '{{' ? '{' : piece === '}}' ? '}' : piece, place };
    if (field === '') {
      next += 1;
      return positional[next - 1] ?? unknown;
    }
    return (/^\d+$/.test(field) ? positional[Number(field)] : named.get(field)) ?? unknown;
  });
  return rowOf(parts, place);
}

/** Items of a list, tuple or set; of a comprehension what it goes over. */
export function items(node: SyntaxNode, at: At, own: Evaluator): Value {
  const place = own.place(node, at);
  if (node.name === 'ArrayComprehensionExpression') {
    const children = childrenOf(node);
    const over = children[children.findIndex((each) => each.name === 'in') + 1];
    const value = over && children.some((each) => each.name === 'in') ? own.value(over, at) : unknown;
    return value.kind === 'read' || value.kind === 'first' || value.kind === 'list' ? value : unknown;
  }
  const parts = partsOf(node);
  return {
    kind: 'list',
    items: parts.slice(0, maxParts).map(([first, second]) => (first && !second ? own.value(first, at) : unknown)),
    place,
  };
}

/** Entries with fixed keys. */
export function dictionary(node: SyntaxNode, at: At, own: Evaluator): Value {
  const entries = new Map<string, Value>();
  let isWhole = true;
  for (const [first, second, third] of partsOf(node).slice(0, 200)) {
    if (first?.name === '**' && second) {
      const inner = own.value(second, at);
      if (inner.kind === 'map') for (const [key, value] of inner.entries) entries.set(key, value);
      isWhole &&= inner.kind === 'map' && inner.isWhole;
      continue;
    }
    const key = first ? fixedText(own.value(first, at)) : null;
    if (key !== null && second?.name === ':' && third) entries.set(key, own.value(third, at));
    else isWhole = false;
  }
  return { kind: 'map', entries, isWhole, place: own.place(node, at) };
}

/** One item of a list, or of each of the lists that a value may be. */
export function itemOf(of: Value, index: number): Value {
  if (of.kind === 'either') return eitherOf(of.values.slice(0, 8).map((each) => (each.kind === 'list' ? (each.items[index] ?? unknown) : unknown)));
  return of.kind === 'list' ? (of.items[index] ?? unknown) : unknown;
}

/** `of[key]`. */
export function element(of: Value, keyNode: SyntaxNode, at: At, own: Evaluator): Value {
  const key = own.value(keyNode, at);
  const text = fixedText(key);
  if (isEnvironment(of)) return key.kind === 'text' ? environmentRead(key, none) : unknown;
  if (text === null) return unknown;
  if (of.kind === 'map') return of.entries.get(text) ?? unknown;
  if (of.kind === 'list' || of.kind === 'either') return itemOf(of, Number(text));
  // `app.config["REDIS_URL"]`: what the project's configuration says under that name.
  return isConfiguration(of) ? configured(text, own) : unknown;
}
