import type { Place } from '../../facts/index.ts';
import type { Use } from '../reading.ts';
import { type ClientPart, joinedValue, meaningOf, textValue, unknown, usesOfClient, type Value, variableValue } from '../settings/index.ts';

/** One value of a file of settings, with the names of the tables that it stands in. */
export interface Entry {
  path: readonly string[];
  text: string;
  place: Place;
}

/** What a file of settings says of a Redis: tables that are called after it, and keys that are. */
export function usesOfEntries(entries: readonly Entry[], library: string | null): Use[] {
  const groups = new Map<string, { use: string | null; parts: ClientPart[] }>();
  for (const { path, text, place } of entries) {
    const meaning = path.length > 8 ? null : meaningOf(path.join('_'));
    if (!meaning || isOther(path) || text.trim() === '') continue;
    const key = JSON.stringify([meaning.use, path.slice(0, -1)]);
    const group = groups.get(key) ?? { use: meaning.use, parts: [] };
    group.parts.push({ setting: meaning.setting, value: interpolated(text, place) });
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ use, parts }) => usesOfClient({ parts, use, library }));
}

/** What a tool says of a Redis that it starts or watches, and lists of packages. */
const isOther = (path: readonly string[]): boolean =>
  path.some((name) =>
    /^(?:program|process|service|services|container|containers|image|dependencies|dev-?dependencies|packages?|scripts|exporter|checks?|jobs?|inputs|outputs|properties|definitions)(?::|$)/i.test(
      name,
    ),
  );

/** `${REDIS_URL}` and `${REDIS_URL:-redis://h}` stand for a variable, as most programs that read such files take it. */
function interpolated(text: string, place: Place): Value {
  const parts: Value[] = [];
  let at = 0;
  for (const { 0: whole, 1: name = '', 2: otherwise, index } of text.matchAll(/\$\{([A-Za-z_]\w*)(?::?-([^{}]*))?\}/g)) {
    if (index > at) parts.push(textValue(text.slice(at, index), place));
    parts.push(otherwise === undefined ? variableValue(name, place) : variableValue(name, place, textValue(otherwise, place)));
    at = index + whole.length;
  }
  if (parts.length === 0) return /\{\{|\{%|<%/.test(text) ? unknown : textValue(text, place);
  if (at < text.length) parts.push(textValue(text.slice(at), place));
  return joinedValue(parts, place);
}
