import type { Setting } from '../environment/names.ts';
import { none, orElse, unknown, type Value } from '../settings/index.ts';
import { fixedText } from '../settings/value.ts';
import { asValue, type Shape } from './shape.ts';

/** Methods that leave a value what it is, as far as an address goes. */
const keeps = new Set(
  (
    'to_s to_i to_sym to_str to_h to_hash strip chomp squish presence freeze dup clone itself html_safe symbolize_keys deep_symbolize_keys with_indifferent_access compact downcase ' +
    'split map flatten uniq shellescape'
  ).split(' '),
);
const parts = new Map<string, Setting>([
  ['host', 'HOST'],
  ['hostname', 'HOST'],
  ['port', 'PORT'],
  ['password', 'PASSWORD'],
  ['user', 'USERNAME'],
  ['path', 'DB'],
  ['scheme', 'TLS'],
]);

/** What a method makes of its receiver. */
export function applyMethod(receiver: Shape, method: string, values: readonly Shape[], block: Shape | null = null): Shape {
  switch (receiver.kind) {
    case 'address': {
      const setting = parts.get(method);
      return setting === undefined ? (keeps.has(method) ? receiver : unknown) : { kind: 'part', of: receiver.of, setting };
    }
    case 'part':
      return receiver;
    case 'table':
      return ofTable(receiver, method, values, block);
    case 'items':
      if (method === 'first' || method === 'sample') return receiver.items[0] ?? unknown;
      return keeps.has(method) ? receiver : unknown;
    default:
      return ofValue(receiver, method, values);
  }
}

function ofTable(table: Extract<Shape, { kind: 'table' }>, method: string, values: readonly Shape[], block: Shape | null): Shape {
  const [first, second] = values;
  if (method === '[]' || method === 'fetch' || method === 'dig') {
    const key = first === undefined ? null : fixedText(asValue(first));
    const entry = key === null ? undefined : table.entries.get(key.toLowerCase());
    if (entry !== undefined) return method === 'dig' && second !== undefined ? applyMethod(entry, 'dig', values.slice(1)) : entry;
    return method === 'fetch' ? (second ?? block ?? unknown) : table.isOpen || key === null ? unknown : none;
  }
  if (method === 'merge' || method === 'merge!' || method === 'update' || method === 'reverse_merge' || method === 'deep_merge') {
    const others = values.filter((value) => value.kind === 'table');
    const order = method === 'reverse_merge' ? [...others, table] : [table, ...others];
    return { ...table, isOpen: table.isOpen || others.length < values.length, entries: new Map(order.flatMap(({ entries }) => [...entries])) };
  }
  return keeps.has(method) || /^(tap|except|slice|reject|select|deep_dup)$/.test(method) ? table : unknown;
}

function ofValue(value: Value, method: string, values: readonly Shape[]): Shape {
  if (method === 'presence' && value.kind === 'variable') return { ...value, yields: 'empty' };
  if (keeps.has(method)) return value;
  // `nil.presence || 'x'` and the like stay nothing.
  if (value.kind === 'none') return none;
  if (method === 'or' && values[0]) return orElse(value, asValue(values[0]));
  // What is cut or changed is still read from there, but what counts without it is not known.
  return value.kind === 'variable' && !method.endsWith('?') ? { ...value, otherwise: none } : unknown;
}
