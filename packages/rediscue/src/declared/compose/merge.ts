import { volumeTarget } from './mount-spec.ts';
import { quietText } from './session.ts';
import { childOf, type Entry, emptyMap, isNull, itemsOf, type MapNode, type Node, partOf, type Scalar } from './tree.ts';

type Rule = 'replace' | 'variables' | 'mapping' | 'build' | ((item: Node) => string);

const whole = (item: Node): string => quietText(item) ?? '';
const mountKey = (folder: string) => (item: Node) => quietText(childOf(item, 'target')) ?? `${folder}/${quietText(childOf(item, 'source')) ?? whole(item)}`;

/** What is special about a service's keys; maps of others are merged key by key, lists appended, texts replaced. */
const rules: Readonly<Record<string, Rule>> = {
  command: 'replace',
  entrypoint: 'replace',
  test: 'replace',
  environment: 'variables',
  labels: 'variables',
  annotations: 'variables',
  sysctls: 'variables',
  args: 'variables',
  depends_on: 'mapping',
  networks: 'mapping',
  build: 'build',
  volumes: (item) => quietText(childOf(item, 'target')) ?? volumeTarget(whole(item)),
  secrets: mountKey('/run/secrets'),
  configs: mountKey(''),
  env_file: (item) => quietText(childOf(item, 'path')) ?? whole(item),
  ports: (item) => (item.kind === 'map' ? ['host_ip', 'published', 'target', 'protocol'].map((key) => quietText(childOf(item, key)) ?? '').join(' ') : whole(item)),
  ...Object.fromEntries(['expose', 'links', 'profiles', 'tmpfs', 'aliases', 'extra_hosts', 'dns'].map((key) => [key, whole])),
};
const maxDepth = 6;

/** Lays one service over another by compose's rules: the same for override files, `include` and `extends`. */
export function mergeService(base: MapNode, over: MapNode, depth = 0): MapNode {
  const entries = new Map(base.entries);
  for (const [name, own] of over.entries) {
    const before = entries.get(name);
    if (own.value.tag === 'reset') entries.delete(name);
    else if (!before || own.value.tag === 'override') entries.set(name, own);
    else entries.set(name, mergeEntry(before, own, rules[name], depth));
  }
  return { ...over, tag: null, entries };
}

function mergeEntry(before: Entry, own: Entry, rule: Rule | undefined, depth: number): Entry {
  const [a, b] = [before.value, own.value];
  if (rule === 'replace') return own;
  if (isNull(b)) return before;
  if (rule === 'variables') return { key: own.key, value: { ...mappingOf(b), entries: new Map([...mappingOf(a).entries, ...mappingOf(b).entries]) } };
  if (rule === 'mapping') return { key: own.key, value: mergeMaps(mappingOf(a), mappingOf(b), depth) };
  if (rule === 'build') return { key: own.key, value: mergeMaps(buildOf(a), buildOf(b), depth) };
  if (typeof rule === 'function' || (a.kind === 'list' && b.kind === 'list'))
    return { key: own.key, value: { ...b, kind: 'list', items: joined(a, b, typeof rule === 'function' ? rule : null) } };
  return a.kind === 'map' && b.kind === 'map' ? { key: own.key, value: mergeMaps(a, b, depth) } : own;
}

// Deeper than any key that counts, the stronger one replaces the weaker: shared nodes would multiply.
const mergeMaps = (a: MapNode, b: MapNode, depth: number): MapNode => (depth >= maxDepth ? b : mergeService(a, b, depth + 1));

/** Both lists, a later item in the place of an earlier one that means the same. */
function joined(a: Node, b: Node, keyOf: ((item: Node) => string) | null): Node[] {
  const items = [...itemsOf(a), ...itemsOf(b)];
  return keyOf === null ? items : [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** `NAME=value` lists as maps; a name alone has no value. */
export function mappingOf(node: Node): MapNode {
  if (node.kind === 'map') return node;
  const entries = new Map<string, Entry>();
  for (const item of itemsOf(node)) {
    if (item.kind !== 'scalar' || item.text === null) continue;
    const sign = equalsIn(item.text);
    const key = sign === -1 ? item.text : item.text.slice(0, sign);
    const name = key.includes('$') ? (quietText({ ...item, text: key }) ?? '') : key;
    const value: Scalar = sign === -1 ? { ...item, text: null } : partOf(item, sign + 1);
    // Compose takes the last of several; it also takes its place in the order.
    entries.delete(name);
    entries.set(name, { key: item, value });
  }
  return { ...emptyMap(node), entries };
}

/** The `=` behind the name, not one inside of a reference. */
function equalsIn(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === '=' && depth <= 0) return at;
  }
  return text.indexOf('=');
}

/** `build: folder` as a map. */
export function buildOf(node: Node): MapNode {
  if (node.kind === 'map') return node;
  return isNull(node) ? emptyMap(node) : { ...emptyMap(node), entries: new Map([['context', { key: node, value: node }]]) };
}

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs'] as const;

/** Lays one file over another. */
export function mergeFiles(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries);
  for (const [name, own] of over.entries) {
    const before = entries.get(name);
    const isSection = (sections as readonly string[]).includes(name);
    if (own.value.tag === 'reset') entries.delete(name);
    else if (!before || !isSection || own.value.tag === 'override') entries.set(name, own);
    else entries.set(name, { key: own.key, value: mergeSection(before.value, own.value) });
  }
  return { ...over, entries };
}

function mergeSection(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over.kind === 'map' ? over : base;
  const entries = new Map(base.entries);
  for (const [name, own] of over.entries) {
    const before = entries.get(name);
    if (own.value.tag === 'reset') entries.delete(name);
    else if (before?.value.kind === 'map' && own.value.kind === 'map' && own.value.tag !== 'override')
      entries.set(name, { key: before.key, value: mergeService(before.value, own.value) });
    else if (!before || !isNull(own.value)) entries.set(name, own);
  }
  return { ...over, entries };
}
