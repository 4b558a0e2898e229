import { type ObjectValue, unknown, type Value } from './value.ts';

/** Entries of one object that are looked at. */
export const maxEntries = 400;

/** Adds what is spread into an object. */
export function spread(object: ObjectValue, value: Value): void {
  const isConditional = value.kind === 'when';
  const inner = isConditional ? value.value : value;
  if (value.kind === 'either' && (value.met.kind === 'object' || value.unmet.kind === 'object')) {
    const [given, test] = value.met.kind === 'object' && value.met.entries.size > 0 ? [value.met, value.test] : [value.unmet, unknown];
    if (value.met.kind === 'object' && value.unmet.kind === 'object' && value.unmet.entries.size > 0 && value.met.entries.size > 0) object.open = true;
    if (given.kind === 'object') add(object, given, test);
    return;
  }
  if (inner.kind === 'object') add(object, inner, isConditional ? value.test : null);
  else if (inner.kind !== 'nothing') overlay(object);
}

/** Lays something unknown over an object: what stood there before may be another. */
function overlay(object: ObjectValue): void {
  object.open = true;
  for (const [key, entry] of object.entries) object.entries.set(key, { at: entry.at, value: () => ({ kind: 'choice', options: [unknown, entry.value()] }) });
}

function add(object: ObjectValue, given: ObjectValue, test: Value | null): void {
  if (given.open) object.open = true;
  for (const [key, entry] of given.entries) {
    if (object.entries.size >= maxEntries) break;
    object.entries.set(key, test === null ? entry : { at: entry.at, value: () => ({ kind: 'when', test, value: entry.value() }) });
  }
}
