import type { Place } from '../../facts/index.ts';
import type { Layer } from '../environment/layers.ts';
import { groupsOf, type Setting } from '../environment/names.ts';
import type { Use, Variable } from '../reading.ts';
import { meaningOf, meansOf } from '../settings/meaning.ts';
import { askedFor, isSet, type Next, nextIn } from './asked-first.ts';

/** One place that gives an application variables, the raw form of a `Layer`. */
export interface RawLayer {
  label: string;
  variables: readonly (Omit<Variable, 'place'> & { place: Place | null; shown?: string })[];
}

/** A variable that is set for the application under a name that its code does not read. */
export interface Unread {
  name: string;
  place: Place | null;
  /** A variable of the same meaning that the code does read, and that nothing sets. */
  instead: { name: string; means: string; place: Place } | null;
}

export interface Effective {
  /** One list of layers for each way in which the application connects: what it reads, and each file that fixes a server. */
  stacks: Layer[][];
  unread: Unread[];
  /** Names whose value stands where nobody here can read it. */
  unknown: ReadonlySet<string>;
}

/**
 * What an application sees of the layers that are given to it, the stronger first. Its code decides: a variable counts under the
 * name that the code reads, one that the code does not read does not count, and what the code falls back to is the last layer. Of
 * several that one expression asks for, the first that is set counts, in whatever layer it stands.
 * Where nothing of the code is known (`uses` is empty), the usual names count.
 */
export function effectiveLayers(raw: readonly RawLayer[], uses: readonly Use[], mentions: (name: string) => boolean): Effective {
  const variables = uses.filter((use) => use.variable !== null);
  const fixed = uses.filter((use) => use.variable === null);
  const unread: Unread[] = [];
  const isRead = (name: string) => variables.some((use) => use.variable === name) || (matters(name) && mentions(name));
  const given = raw.map((layer) => {
    const read = layer.variables.filter((variable) => {
      if (variables.length === 0 || isRead(variable.name)) return true;
      const instead = insteadOf(variable.name, raw, variables);
      if (isOfRedis(variable.name) || instead !== null) unread.push({ name: variable.name, place: variable.place, instead });
      return false;
    });
    return { label: layer.label, variables: read };
  });
  const nextOf = nextIn(variables);
  const asked = askedFor(variables, raw, nextOf);
  const { layers, unknown } = seenLayers(given, asked, variables, nextOf);
  const stacks: Layer[][] = [layers];
  for (const [file, fixedIn] of byFile(fixed)) {
    const literals = fixedIn.map((use) => ({ name: use.means, shown: use.means, value: use.fallback, place: use.place }));
    const own = layerOf(`the ${isSettings(file) ? 'settings' : 'code'} in ${file}`, literals);
    const others = layers.map((layer) => withoutRivalForms(layer, literals));
    // What a file of settings says is what a variable of the same meaning replaces, and what the code falls back to does not.
    const set = others.filter(({ label }) => !label.startsWith('the default in '));
    stacks.push(isSettings(file) ? [...set, own, ...others.slice(set.length)] : [own, ...others]);
  }
  // Code elsewhere asks for the usual name alone: both connect.
  const others = asked.filter((use) => use.variable !== use.means && isSet(use.variable, raw) && nextOf(use) !== null);
  const rest = asked.filter((use) => !others.some(({ means, variable }) => means === use.means && variable !== use.variable));
  if (rest.length < asked.length) stacks.push(seenLayers(given, rest, variables, nextOf).layers);
  return { stacks, unknown, unread: unread.filter((entry, index) => unread.findIndex(({ name }) => name === entry.name) === index) };
}

/** The layers under the names that say the same, and what the code falls back to. `asked`: the uses whose variables code asks for, of all. */
function seenLayers(given: readonly RawLayer[], asked: readonly Use[], all: readonly Use[], nextOf: Next): { layers: Layer[]; unknown: Set<string> } {
  const passed = new Set(
    all.filter((use) => use.variable === use.means && !asked.some(({ means, variable }) => means === use.means && variable === use.variable)).map(({ means }) => means),
  );
  const seen = given.map(({ label, variables }) => {
    const own = variables.filter(({ name }) => !passed.has(name));
    return { label, variables: [...own, ...renamed(variables, asked, nextOf)] };
  });
  const unknown = unknownNames(seen);
  const hidden = hiddenBy(unknown);
  const layers = seen.map(({ label, variables }) => layerOf(label, variables.filter(({ name }) => !hidden(name)))); // biome-ignore format: one call
  return { layers: [...layers, ...defaultsOf(all.filter(({ means }) => !hidden(means)))], unknown };
}

const isSettings = (file: string): boolean => /\.(ya?ml|toml|json|json5|ini|cfg)$/.test(file);

/** Beside a host that is fixed, what another place says as a URL, Sentinels or cluster nodes is another connection. */
function withoutRivalForms(layer: Layer, literals: readonly { name: string }[]): Layer {
  const fixed = new Set(literals.flatMap(({ name }) => groupsOf({ [name]: 'x' }).flatMap((group) => (group.names.has('HOST') ? [`${group.flavour} ${group.use}`] : []))));
  if (fixed.size === 0) return layer;
  const values = Object.fromEntries(
    Object.entries(layer.values).filter(([name]) => {
      const [group] = groupsOf({ [name]: 'x' });
      const isForm = group !== undefined && (['URL', 'SENTINELS', 'CLUSTER_NODES'] as const).some((setting) => group.names.has(setting));
      return !isForm || !fixed.has(`${group.flavour} ${group.use}`);
    }),
  );
  return { ...layer, values };
}

/** A name that tools understand as a Redis setting. */
const isOfRedis = (name: string): boolean => groupsOf({ [name]: 'x' }).length > 0;

/** A name that may say something of a Redis: no other needs a look at the sources. */
const matters = (name: string): boolean => isOfRedis(name) || meaningOf(name) !== null;

/** What the code reads for the same purpose, where no layer sets any of it. */
function insteadOf(name: string, raw: readonly RawLayer[], uses: readonly Use[]): Unread['instead'] {
  const meaning = meaningOf(name);
  if (meaning === null) return null;
  const means = meansOf(meaning);
  const alike = uses.filter((use) => use.means === means);
  const isSet = alike.some((use) => raw.some(({ variables }) => variables.some((variable) => variable.name === use.variable && variable.value !== '')));
  const [first] = isSet ? [] : alike;
  return first?.variable == null ? null : { name: first.variable, means, place: first.place };
}

type Named = Omit<Variable, 'place'> & { place: Place | null; shown?: string };

/** What the code reads under a name of its own, under the name that says the same. The first of several that the code asks for wins. */
function renamed(read: RawLayer['variables'], uses: readonly Use[], nextOf: Next): Named[] {
  const own = new Set(uses.filter((use) => use.variable === use.means).map((use) => use.means));
  const done = new Set<string>();
  return uses.flatMap((use): Named[] => {
    if (use.variable === use.means || done.has(use.means) || (own.has(use.means) && read.some(({ name }) => name === use.means))) return [];
    const variable = read.find(({ name, value }) => name === use.variable && (value !== '' || nextOf(use) === 'unset'));
    if (!variable) return [];
    done.add(use.means);
    return [{ ...variable, name: use.means, shown: variable.name }];
  });
}

/** Names whose strongest value stands in a secret store, another repository, a pipeline's variables. */
function unknownNames(layers: readonly { variables: readonly Named[] }[]): Set<string> {
  const known = new Set<string>();
  const unknown = new Set<string>();
  for (const { variables } of layers)
    for (const { name, value, unset = [] } of variables) {
      if (known.has(name) || unknown.has(name)) continue;
      if (value === null && unset.length === 0) unknown.add(name);
      else if (value !== null) known.add(name);
    }
  return unknown;
}

/** Where a part of an address is unknown, what weaker places and defaults say of that Redis is not what counts. */
function hiddenBy(unknown: ReadonlySet<string>): (name: string) => boolean {
  const keyOf = (name: string) => groupsOf({ [name]: 'x' })[0];
  const groups = new Set(
    [...unknown].flatMap((name) => {
      const group = keyOf(name);
      const isAddress = group !== undefined && ['URL', 'HOST', 'PORT', 'SENTINELS', 'CLUSTER_NODES'].some((setting) => group.names.has(setting as Setting));
      return isAddress ? [`${group.flavour} ${group.use}`] : [];
    }),
  );
  return (name) => {
    if (unknown.has(name)) return true;
    if (groups.size === 0) return false;
    const group = keyOf(name);
    return group !== undefined && groups.has(`${group.flavour} ${group.use}`);
  };
}

/** What the code falls back to, one layer a file, so that a report can say whose default it is. */
function defaultsOf(uses: readonly Use[]): Layer[] {
  const withFallback = uses.filter((use) => use.fallback !== null && use.fallback !== '');
  return [...byFile(withFallback)].map(([file, own]) => {
    const seen = new Set<string>();
    const first = own.filter(({ means }) => !seen.has(means) && seen.add(means));
    return layerOf(
      `the default in ${file}`,
      first.map((use) => ({ name: use.means, shown: use.variable ?? use.means, value: use.fallback, place: use.place })),
    );
  });
}

function byFile(uses: readonly Use[]): Map<string, Use[]> {
  const files = new Map<string, Use[]>();
  for (const use of uses) {
    const file = use.within ?? use.place.file;
    files.set(file, [...(files.get(file) ?? []), use]);
  }
  return files;
}

function layerOf(label: string, variables: readonly Named[]): Layer {
  const known = new Map(variables.filter(({ value }) => value !== null).map((variable) => [variable.name, variable]));
  return {
    label,
    values: Object.fromEntries([...known].map(([name, { value }]) => [name, value ?? ''])),
    place: (name) => known.get(name)?.place ?? null,
    shown: (name) => known.get(name)?.shown ?? name,
    leftOut: (name) => known.get(name)?.unset ?? [],
    unset: new Set([...known.values()].flatMap(({ unset = [] }) => unset)),
  };
}
