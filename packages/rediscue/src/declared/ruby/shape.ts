import type { Place } from '../../facts/index.ts';
import type { Setting } from '../environment/names.ts';
import { joinedValue, orElse, textValue, unknown, type Value } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';

/** What an expression stands for: a value, or what holds several. */
export type Shape =
  | Value
  | { kind: 'table'; entries: Map<string, Shape>; isOpen: boolean; place: Place }
  | { kind: 'items'; items: Shape[]; place: Place }
  /** An address that was taken apart: `URI.parse(ENV['REDIS_URL'])`. */
  | { kind: 'address'; of: Value }
  /** A part of one: `uri.host`. */
  | { kind: 'part'; of: Value; setting: Setting };

export type Table = Extract<Shape, { kind: 'table' }>;

const maxItems = 64;

/** A shape where a single value is wanted. */
export function asValue(shape: Shape, depth = 0): Value {
  switch (shape.kind) {
    case 'table':
      return memberOf(shape, depth);
    case 'items':
      return { kind: 'list', items: depth > 4 ? [] : shape.items.slice(0, maxItems).map((item) => asValue(item, depth + 1)), place: shape.place };
    case 'address':
      return shape.of;
    case 'part':
      return unknown;
    default:
      return shape;
  }
}

/** A member of a list of servers: `{ host: 'a', port: 26379 }` is `a:26379`. */
function memberOf(table: Table, depth: number): Value {
  const host = asValue(table.entries.get('url') ?? table.entries.get('host') ?? table.entries.get('hostname') ?? unknown, depth + 1);
  const port = table.entries.get('port');
  const number = port === undefined ? null : fixedText(asValue(port, depth + 1));
  if (host.kind !== 'text' || number === null || host.text.includes('://')) return host;
  return joinedValue([host, textValue(`:${number}`, host.place)], host.place);
}

/** `a || b`: nothing and what is unknown give way to what is known. */
export function either(left: Shape, right: Shape): Shape {
  if (left.kind === 'none') return right;
  // What stands elsewhere (credentials, settings) may win over a fixed text, so that the text says nothing.
  if (left.kind === 'unknown') return right.kind === 'text' ? unknown : right;
  if (left.kind === 'part' || left.kind === 'address' || left.kind === 'table' || left.kind === 'items') return left;
  // An empty text is true in Ruby.
  return orElse(left, asValue(right), 'unset');
}
