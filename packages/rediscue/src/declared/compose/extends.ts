import { dirname } from 'node:path/posix';
import { documentsOf, type Loading } from './documents.ts';
import { mergeFiles, mergeService } from './merge.ts';
import { isRemote, resolvePath } from './paths.ts';
import { quietText } from './session.ts';
import { childOf, type Entry, emptyMap, entryOf, type MapNode, mapOf, type Node } from './tree.ts';

const maxDepth = 16;
const maxFiles = 64;

interface Extending {
  loading: Loading;
  /** Services of files, as they stand there. */
  files: Map<string, MapNode | null>;
  /** Services with what they extend, by the map they come from. */
  done: Map<MapNode, Map<string, MapNode>>;
  /** Services that are being put together: one that comes again extends itself. */
  busy: Set<Node>;
}

/** The file with every service laid over what it `extends`. `weaker`: the files before it, which a lenient reader also looks into. */
export function extendServices(loading: Loading, root: MapNode, weaker: MapNode | null): MapNode {
  const services = entryOf(root, 'services');
  if (services?.value.kind !== 'map' || ![...services.value.entries.values()].some(({ value }) => entryOf(value, 'extends'))) return root;
  const extending: Extending = { loading, files: new Map(), done: new Map(), busy: new Set() };
  const own = services.value;
  const entries = new Map<string, Entry>();
  for (const [name, entry] of own.entries) {
    const value = entry.value.kind === 'map' ? extended(extending, own, name, entry.value, mapOf(childOf(weaker ?? undefined, 'services'))) : entry.value;
    entries.set(name, { key: entry.key, value });
  }
  return { ...root, entries: new Map(root.entries).set('services', { key: services.key, value: { ...own, entries } }) };
}

function extended(extending: Extending, services: MapNode, name: string, own: MapNode, weaker: MapNode | null): MapNode {
  const reference = entryOf(own, 'extends');
  if (!reference) return own;
  const known = extending.done.get(services)?.get(name);
  if (known) return known;
  const { session } = extending.loading;
  if (extending.busy.has(own) || extending.busy.size >= maxDepth) {
    session.problem(reference.value, extending.busy.has(own) ? 'the service extends itself' : 'too many services extend each other');
    return own;
  }
  extending.busy.add(own);
  const base = baseOf(extending, services, name, reference.value, weaker);
  extending.busy.delete(own);
  const merged = base === null ? own : mergeService(base, own);
  const entries = new Map(merged.entries);
  entries.delete('extends');
  const result: MapNode = { ...merged, entries };
  extending.done.set(services, (extending.done.get(services) ?? new Map<string, MapNode>()).set(name, result));
  return result;
}

/** The service that `extends` names; null when there is none, which is told. */
function baseOf(extending: Extending, services: MapNode, by: string, reference: Node, weaker: MapNode | null): MapNode | null {
  const { session } = extending.loading;
  const fileNode = childOf(reference, 'file');
  const serviceNode = reference.kind === 'map' ? childOf(reference, 'service') : reference;
  const service = quietText(serviceNode);
  if (service === null) {
    session.problem(reference, '`extends` names no service');
    return null;
  }
  const path = quietText(fileNode);
  if (path !== null && fileNode && isRemote(path)) {
    session.problem(fileNode, 'what it extends stands outside of the project and is not read');
    return null;
  }
  const file = path === null ? null : resolvePath(reference.source.base, path);
  const others = file === null ? services : servicesOf(extending, reference, file);
  if (others === null) {
    session.dangling('extends', file ?? '', by, fileNode ?? reference);
    return null;
  }
  const target = mapOf(childOf(others, service));
  if (target) return extended(extending, others, service, target, null);
  const elsewhere = file === null ? mapOf(childOf(weaker ?? undefined, service)) : null;
  if (elsewhere === null) session.dangling('extends', service, by, serviceNode ?? reference);
  return elsewhere;
}

/** Services of another file, whose relative paths begin in its own folder. */
function servicesOf(extending: Extending, reference: Node, file: string): MapNode | null {
  const known = extending.files.get(file);
  if (known !== undefined) return known;
  const { session, extended: taken, files } = extending.loading;
  let services: MapNode | null = null;
  if (extending.files.size >= maxFiles) session.problem(reference, 'too many files extend each other; this one is not followed');
  else if (session.yaml(file) !== null) {
    taken.add(file);
    files.push(file);
    const documents = documentsOf(session, { ...reference.source, file, base: dirname(file) });
    const [first, ...rest] = documents;
    const whole = first && rest.reduce(mergeFiles, first);
    services = mapOf(childOf(whole, 'services')) ?? emptyMap(reference);
  }
  extending.files.set(file, services);
  return services;
}
