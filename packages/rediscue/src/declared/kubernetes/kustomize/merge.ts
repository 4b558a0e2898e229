import { ownEntry } from '../../own-entry.ts';
import { at, type List, type Mapping, type Node, textAt } from '../tree.ts';

/** By what the items of a list are told apart; other lists are replaced as a whole. */
const keysOfLists: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
};

/**
 * A strategic merge patch over an object. Undefined when the patch deletes it. What is not patched is shared with the base. Items
 * that are new come first, as kustomize has it: a new variable cannot refer to one of the base with `$(NAME)`.
 */
export function merge(base: Node | undefined, patch: Node, field = ''): Node | undefined {
  const directive = textAt(patch, '$patch');
  if (directive === 'delete') return undefined;
  if (patch.is === 'scalar') return patch.value === null ? undefined : patch;
  if (patch.is === 'list') return mergeLists(base?.is === 'list' ? base : undefined, patch, field);
  if (directive === 'replace' || base?.is !== 'map') return withoutDirectives(patch);
  return mergeMappings(base, patch);
}

function mergeMappings(base: Mapping, patch: Mapping): Mapping {
  const entries = new Map(base.entries);
  for (const [key, value] of patch.entries) {
    if (key.startsWith('$')) continue;
    const merged = merge(entries.get(key), value, key);
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  }
  return { is: 'map', entries, place: base.place };
}

function mergeLists(base: List | undefined, patch: List, field: string): List {
  const isReplaced = patch.items.some((item) => textAt(item, '$patch') === 'replace' && item.is === 'map' && item.entries.size === 1);
  const own = patch.items.filter((item) => !(item.is === 'map' && item.entries.size === 1 && item.entries.has('$patch')));
  const key = (ownEntry(keysOfLists, field) ?? []).find((each) => own.every((item) => at(item, each) !== undefined));
  if (!base || isReplaced || key === undefined) return { ...patch, items: own.filter((item) => textAt(item, '$patch') !== 'delete').map((item) => withoutDirectives(item)) };
  const patches = new Map(own.map((item) => [textAt(item, key), item]));
  const known = new Set(base.items.map((item) => textAt(item, key)));
  const items = base.items.flatMap((item): Node[] => {
    const change = patches.get(textAt(item, key));
    const merged = change ? merge(item, change) : item;
    return merged ? [merged] : [];
  });
  const added = own.filter((item) => !known.has(textAt(item, key)) && textAt(item, '$patch') !== 'delete');
  return { is: 'list', items: [...added.map((item) => withoutDirectives(item)), ...items], place: base.place };
}

/** A patch that becomes part of the object: nulls and directives have nothing to act on. */
function withoutDirectives(node: Node): Node {
  if (node.is === 'list') return { ...node, items: node.items.map(withoutDirectives) };
  if (node.is === 'scalar') return node;
  const entries = [...node.entries].filter(([key, value]) => !key.startsWith('$') && !(value.is === 'scalar' && value.value === null));
  return { ...node, entries: new Map(entries.map(([key, value]) => [key, withoutDirectives(value)])) };
}
