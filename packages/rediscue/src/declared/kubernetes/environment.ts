import type { Place } from '../../facts/index.ts';
import type { Variable, VariableLayer } from '../reading.ts';
import type { Lookup } from './lookup.ts';
import { expandReferences } from './references.ts';
import { linkedValue } from './service-links.ts';
import { type Entry, isFilledIn, isUnquotedTemplate, type Store } from './stores.ts';
import { at, isTrueAt, itemsAt, type Node, scalarAt, textAt } from './tree.ts';

export interface ContainerEnvironment {
  /** The stronger first. */
  layers: VariableLayer[];
  /** What `$(NAME)` stands for in the container's command; null: it is set elsewhere. */
  lookup(name: string): string | null | undefined;
}

interface Gathering {
  look: Lookup;
  /** Who it is for, as a report names it. */
  by: string;
  known: Map<string, string | null>;
  /** A source with unknown keys was among them: what is missing may come from there. */
  isOpen: boolean;
}

/** What Kubernetes takes as the name of a variable; keys that are none are left out of `envFrom`. */
const variableName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * The variables of a container, in the order of Kubernetes: `env` beats `envFrom`, a later source beats an earlier one. The links
 * to Services that it injects as well are no layer: they exist in nearly every pod and mean nothing to most programs, see
 * `ServiceLinks`.
 */
export function environmentOf(container: Node, by: string, look: Lookup): ContainerEnvironment {
  const gathering: Gathering = { look, by, known: new Map(), isOpen: false };
  const sources = itemsAt(container, 'envFrom').flatMap((item) => fromSource(item, gathering) ?? []);
  const own = new Map<string, Variable>();
  for (const item of itemsAt(container, 'env')) {
    const variable = variableOf(item, gathering);
    if (!variable) continue;
    own.delete(variable.name);
    own.set(variable.name, variable);
    gathering.known.set(variable.name, variable.value);
  }
  const env: VariableLayer[] = own.size > 0 ? [{ label: `env of ${by}`, variables: [...own.values()] }] : [];
  return { layers: [...env, ...sources.toReversed()], lookup: (name) => lookup(gathering, name) };
}

function lookup({ known, isOpen, look }: Gathering, name: string): string | null | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const linked = linkedValue(name, look.services());
  return linked === undefined && isOpen ? null : linked;
}

/** One entry of `envFrom`. */
function fromSource(item: Node, gathering: Gathering): VariableLayer | null {
  const kind = at(item, 'configMapRef') ? 'ConfigMap' : 'Secret';
  const reference = at(item, kind === 'ConfigMap' ? 'configMapRef' : 'secretRef');
  const name = scalarAt(reference, 'name');
  if (!name || isFilledIn(name.text)) {
    gathering.isOpen = true;
    return null;
  }
  const prefix = textAt(item, 'prefix') ?? '';
  const store = gathering.look.store(kind, name.text);
  if (!store?.complete) gathering.isOpen = true;
  if (!store) {
    if (!isTrueAt(reference, 'optional')) gathering.look.missing({ kind, name: name.text, by: gathering.by, place: name.place });
    return null;
  }
  const variables: Variable[] = [];
  for (const entry of store.entries.values()) {
    const variable = prefix + entry.key;
    if (!variableName.test(variable)) continue;
    const value = storedValue(entry, gathering.look);
    gathering.known.set(variable, value);
    variables.push({ name: variable, value, place: name.place, from: { what: told(store, entry.key), place: entry.place } });
  }
  return { label: `envFrom ${store.by} ${store.name}`, variables };
}

/** A `${NAME}` that a tool fills in is no value yet, wherever it stands. */
const storedValue = ({ value }: Entry, look: Lookup): string | null => (value !== null && look.isSubstituted(value) ? null : value);

const told = (store: Store, key: string): string => `${store.by} ${store.name}, key ${key}`;

/** One entry of `env`; null when it sets nothing. */
function variableOf(item: Node, gathering: Gathering): Variable | null {
  const { look, by } = gathering;
  const name = scalarAt(item, 'name');
  if (!name || name.text === '' || isFilledIn(name.text)) return null;
  const value = at(item, 'value');
  const from = at(item, 'valueFrom');
  const isEmpty = value === undefined || (value.is === 'scalar' && value.value === null);
  if (from?.is === 'map') {
    if (value?.is === 'scalar' && value.text !== '')
      look.problem(
        value.place,
        `${name.text} of ${by} has \`value\` and \`valueFrom\`, which Kubernetes refuses${look.isKustomized ? ': a patch that changes one must set the other to null' : ''}`,
      );
    return fromElsewhere(name.text, name.place, from, gathering);
  }
  if (isEmpty) return { name: name.text, value: '', place: name.place };
  if (value.is !== 'scalar') {
    if (isUnquotedTemplate(value)) return filledIn(name.text, value.place);
    look.problem(value.place, `the value of ${name.text} of ${by} must be a text`);
    return null;
  }
  if (typeof value.value !== 'string' && value.style === 'plain')
    look.problem(value.place, `the value of ${name.text} of ${by} is a ${typeof value.value}, which Kubernetes refuses: quote it`);
  if (isFilledIn(value.text) || look.isSubstituted(value.text)) return filledIn(name.text, value.place);
  const expanded = expandReferences(value.text, (each) => lookup(gathering, each));
  return {
    name: name.text,
    value: expanded.value,
    place: value.place,
    ...(expanded.unset.length > 0 ? { unset: expanded.unset } : {}),
    ...(expanded.value === null ? { from: { what: 'a variable whose value stands elsewhere', place: null } } : {}),
  };
}

const filledIn = (name: string, place: Place): Variable => ({ name, value: null, place, from: { what: 'a template that is filled in before it is applied', place: null } });

function fromElsewhere(name: string, fallback: Place, from: Node, gathering: Gathering): Variable | null {
  const { look, by } = gathering;
  for (const [field, kind] of [
    ['secretKeyRef', 'Secret'],
    ['configMapKeyRef', 'ConfigMap'],
  ] as const) {
    const reference = at(from, field);
    if (!reference) continue;
    const [source, key] = [scalarAt(reference, 'name'), scalarAt(reference, 'key')];
    const place = key?.place ?? source?.place ?? fallback;
    const isOptional = isTrueAt(reference, 'optional');
    if (!source || !key || isFilledIn(source.text) || isFilledIn(key.text)) return { name, value: null, place, from: { what: `a ${kind} that a template names`, place: null } };
    const store = look.store(kind, source.text);
    const entry = store?.entries.get(key.text);
    if (store && entry) return { name, value: storedValue(entry, look), place, from: { what: told(store, key.text), place: entry.place } };
    if (store?.complete && isOptional) return null;
    if (store?.complete) look.missing({ kind, name: `${source.text}/${key.text}`, by, place, isCertain: true });
    else if (!store && !isOptional) look.missing({ kind, name: source.text, by, place: source.place });
    return { name, value: null, place, from: { what: `${store?.by ?? kind} ${source.text}, key ${key.text}`, place: store?.place ?? null } };
  }
  const field = scalarAt(from, 'fieldRef', 'fieldPath');
  if (field) return { name, value: look.field(field.text), place: field.place, from: { what: `field ${field.text}`, place: null } };
  const resource = scalarAt(from, 'resourceFieldRef', 'resource');
  return { name, value: null, place: resource?.place ?? fallback, from: { what: resource ? `resource ${resource.text}` : 'another source', place: null } };
}
