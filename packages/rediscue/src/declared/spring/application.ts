import type { Place } from '../../facts/index.ts';
import type { Files, ReadingProblem } from '../reading.ts';
import { linesOf, type Value, variableValue } from '../settings/index.ts';
import { canonical } from './keys.ts';
import { type Location, locationOf } from './locations.ts';
import { valueIn, variableOfKey } from './placeholders.ts';
import { parseProperties } from './properties-format.ts';
import { parseYaml } from './yaml-format.ts';

export interface Property {
  /** As the file spells it. */
  key: string;
  value: string;
  place: Place;
}

/** The settings of one document of a file: those for all profiles, or for one. */
export interface SettingsDocument {
  /** Null for all; otherwise a name or an expression such as `!prod`. */
  profile: string | null;
  /** The greater wins. */
  rank: number;
  /** By canonical key. */
  properties: Map<string, Property>;
}

/** All settings of one application. */
export interface Application {
  folder: string;
  documents: SettingsDocument[];
}

export interface ApplicationsRead {
  applications: Application[];
  problems: ReadingProblem[];
}

/** Reads the settings of all applications that mention Redis anywhere, or of all with `whole`. */
export function readApplications(paths: readonly string[], files: Files, whole = false): ApplicationsRead {
  const byFolder = new Map<string, { location: Location; text: string }[]>();
  for (const path of paths) {
    const location = locationOf(path);
    const text = location === null ? null : files.text(path);
    if (location === null || text === null) continue;
    const list = byFolder.get(location.folder);
    if (list) list.push({ location, text });
    else byFolder.set(location.folder, [{ location, text }]);
  }
  const problems: ReadingProblem[] = [];
  const applications: Application[] = [];
  for (const [folder, list] of byFolder) {
    if (!whole && !list.some(({ text }) => /redis|valkey/i.test(text))) continue;
    const documents = list.flatMap(({ location, text }) => documentsOf(location, text, problems));
    applications.push({ folder, documents });
  }
  return { applications, problems };
}

function documentsOf(location: Location, text: string, problems: ReadingProblem[]): SettingsDocument[] {
  const lines = linesOf(location.path, text);
  const isYaml = !location.path.endsWith('.properties');
  const read = isYaml ? parseYaml(text) : { documents: parseProperties(text), problems: [] };
  // Other tools have files of that name: a manifest of Kubernetes says so.
  if (read.documents.some((entries) => entries.some(({ key }) => key === 'apiVersion') && entries.some(({ key }) => key === 'kind'))) return [];
  for (const { at, why } of /redis|valkey/i.test(text) ? read.problems : []) problems.push({ place: lines.at(at), why });
  return read.documents.flatMap((entries, index) => {
    const properties = new Map<string, Property>();
    const prefixed = new Map<string, Map<string, Property>>();
    for (const { key, value, at } of entries) {
      // Quarkus: `%prod.quarkus.redis.hosts`.
      const own = /^"?%([\w,-]+)"?\.(.+)$/.exec(key);
      const property = { key: own?.[2] ?? key, value, place: lines.at(at) };
      for (const profile of own?.[1]?.split(',') ?? ['']) {
        const into = profile === '' ? properties : (prefixed.get(profile) ?? new Map<string, Property>());
        if (profile !== '') prefixed.set(profile, into);
        into.set(canonical(property.key), property);
      }
    }
    const rank = location.rank * 100 + Math.min(index, 99);
    const profile = profileOf(properties) ?? location.profile;
    return [{ profile, rank, properties }, ...[...prefixed].map(([name, own]) => ({ profile: name, rank, properties: own }))];
  });
}

function profileOf(properties: ReadonlyMap<string, Property>): string | null {
  for (const key of ['spring.config.activate.onprofile', 'spring.profiles']) {
    const list = listAt(properties, key);
    if (list.length > 0) return list.join(',');
  }
  return null;
}

/** Values of a key that is written as a list, or as one text with commas. */
function listAt(properties: ReadonlyMap<string, Property>, key: string): string[] {
  const one = properties.get(key)?.value;
  const items = one === undefined ? itemsAt(properties, key).map(({ value }) => value) : one.split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

export function itemsAt(properties: ReadonlyMap<string, Property>, key: string): Property[] {
  const items: Property[] = [];
  for (let item = properties.get(`${key}[0]`); item && items.length < 100; item = properties.get(`${key}[${items.length}]`)) items.push(item);
  return items;
}

/** The properties that count, of documents from the weakest to the strongest. A list is replaced as a whole. */
export function merged(documents: readonly SettingsDocument[]): Map<string, Property> {
  const all = new Map<string, Property>();
  for (const { properties } of [...documents].sort((one, other) => one.rank - other.rank))
    for (const [key, property] of properties) {
      if (key.endsWith('[0]')) for (const item of Array.from({ length: 100 }, (_, index) => `${key.slice(0, -3)}[${index}]`)) if (!all.delete(item)) break;
      all.delete(key);
      all.set(key, property);
    }
  return all;
}

/** Profiles that the files themselves switch on where nothing else is said. */
export function activeProfiles(documents: readonly SettingsDocument[]): string[] {
  const base = merged(documents.filter(({ profile }) => profile === null));
  const active = listAt(base, 'spring.profiles.active').flatMap((entry) => {
    const text = /^\$\{[^:{}]*:([^{}]*)\}$/.exec(entry)?.[1] ?? entry;
    return text.includes('$') || text.includes('@') ? [] : text.split(',').map((name) => name.trim());
  });
  return [...active, ...listAt(base, 'spring.profiles.include')].filter((name) => /^[\w.+-]+$/.test(name));
}

/** What the properties of an application give for a name; for `${other.key}` and `@Value`. */
export function lookupIn(properties: ReadonlyMap<string, Property>, dash: '' | '_' = '_'): (name: string, depth?: number) => Value | null {
  const lookup = (name: string, depth = 0): Value | null => {
    const property = depth > 8 ? undefined : properties.get(canonical(name));
    if (!property) return null;
    const value = valueIn(property.value, property.place, lookup, 'spring', depth);
    const variable = variableOfKey(name, dash);
    // `redis.host: ${REDIS_HOST:localhost}` names the same variable twice.
    if (value.kind === 'variable' && value.name === variable) return value;
    return variableValue(variable, property.place, value);
  };
  return lookup;
}
