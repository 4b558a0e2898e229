import type { Place } from '../../facts/index.ts';
import type { Placed } from '../reading.ts';
import type { Entry } from './unit-file.ts';

/** The settings of a unit's entries, by section: the last one of a key, and those of a list, which an empty value clears. */
export interface Settings {
  last(section: string, key: string): Placed<string> | null;
  list(section: string, key: string): Entry[];
}

export function settingsOf(entries: readonly Entry[]): Settings {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = `${entry.section} ${entry.key}`;
    const before = byKey.get(key) ?? [];
    if (entry.value === '') before.length = 0;
    else before.push(entry);
    byKey.set(key, before);
  }
  const list = (section: string, key: string): Entry[] => byKey.get(`${section} ${key}`) ?? [];
  return {
    list,
    last: (section, key) => {
      const entry = list(section, key).at(-1);
      return entry === undefined ? null : { value: entry.value, place: placeOf(entry) };
    },
  };
}

const placeOf = (entry: Entry): Place => entry.at(0);
