import { basename, extname } from 'node:path/posix';
import type { Mount } from '../reading.ts';
import { isPath, splitMount } from './mount-spec.ts';
import { isElsewhere, resolvePath } from './paths.ts';
import { isTrue, quietText, type Session, textOf } from './session.ts';
import { childOf, entryOf, itemsOf, type MapNode, type Node, placeOf } from './tree.ts';

/** What a project declares beside its services. */
export interface Declared {
  volumes: MapNode;
  secrets: MapNode;
  configs: MapNode;
}

/** Files without an extension that are mounted; anything else without one is taken for a folder. */
const fileNames = /^(?:\.[a-z]+rc|\.env|\.netrc|\.htpasswd|\.pgpass|Dockerfile|Caddyfile|Procfile|Makefile|Gemfile|Corefile|Vagrantfile|passwd|hosts|redis-conf)$/;
/** These look like an extension and are none, or are made by what runs. */
const noFile = /^\.(?:d|\d+|sock|pid|data|db|storage|cache|local)$/i;

export function mountsOf(session: Session, service: MapNode, name: string, declared: Declared): Mount[] {
  const mounts: Mount[] = [];
  const add = (mount: Mount | null, at: Node) => {
    if (mount && session.spend(1, at)) mounts.push(mount);
  };
  for (const item of itemsOf(childOf(service, 'volumes'))) add(item.kind === 'map' ? longVolume(session, item, name, declared) : shortVolume(session, item, name, declared), item);
  for (const item of itemsOf(childOf(service, 'tmpfs'))) {
    const [target = ''] = (textOf(session, item)?.value ?? '').split(':', 1);
    if (target !== '') add({ kind: 'tmpfs', source: null, target, readOnly: false, place: placeOf(item) }, item);
  }
  for (const kind of ['secret', 'config'] as const) {
    for (const item of itemsOf(childOf(service, `${kind}s`))) add(content(session, item, kind, name, kind === 'secret' ? declared.secrets : declared.configs), item);
  }
  return mounts;
}

function shortVolume(session: Session, item: Node, by: string, declared: Declared): Mount | null {
  const read = textOf(session, item);
  if (read === null) return null;
  const spec = splitMount(read.value);
  if (spec === null) {
    session.problem(
      item,
      read.unset.length > 0 ? `the volume depends on ${read.unset.join(', ')}, which has no value` : 'it is no volume: `source:target` or `source:target:ro` were to be expected',
    );
    return null;
  }
  const { source, target, options } = spec;
  const mount = { target, readOnly: options.includes('ro'), place: placeOf(item) };
  if (source === null) return { ...mount, kind: 'volume', source: null };
  if (isPath(source)) return { ...mount, kind: 'bind', source: bindSource(session, item, source, target, by, read.unset.length > 0) };
  if (!declared.volumes.entries.has(source) && read.unset.length === 0) session.dangling('volume', source, by, item);
  return { ...mount, kind: 'volume', source };
}

function longVolume(session: Session, item: MapNode, by: string, declared: Declared): Mount | null {
  const type = quietText(childOf(item, 'type')) ?? 'volume';
  const target = textOf(session, childOf(item, 'target'))?.value ?? '';
  const read = textOf(session, childOf(item, 'source'));
  if (target === '') {
    session.problem(item, 'the volume has no `target`');
    return null;
  }
  const source = read?.value ?? '';
  const at = read?.node ?? item;
  const mount = { target, readOnly: isTrue(childOf(item, 'read_only')), place: placeOf(at) };
  if (type === 'tmpfs') return { ...mount, kind: 'tmpfs', source: null };
  if (type === 'bind') return { ...mount, kind: 'bind', source: source === '' ? null : bindSource(session, at, source, target, by, (read?.unset.length ?? 0) > 0) };
  // Images, named pipes and cluster volumes hold no file of the project.
  if (type !== 'volume') return null;
  if (source !== '' && !declared.volumes.entries.has(source) && read?.unset.length === 0) session.dangling('volume', source, by, at);
  return { ...mount, kind: 'volume', source: source === '' ? null : source };
}

function bindSource(session: Session, at: Node, source: string, target: string, by: string, isUncertain: boolean): string {
  const path = resolvePath(at.source.base, source);
  if (!isUncertain && !isElsewhere(source) && looksLikeFile(source, target)) missing(session, at, path, by);
  return path;
}

function looksLikeFile(source: string, target: string): boolean {
  const name = basename(source);
  if (source.endsWith('/') || target.endsWith('/')) return false;
  const extension = extname(name);
  return fileNames.test(name) || (extension !== '' && extension !== '.' && !noFile.test(extension) && !/\.d$/.test(target));
}

/** An empty folder in a file's place is what the engine made of a file that was not there. */
function missing(session: Session, at: Node, path: string, by: string): void {
  const kind = session.files.kind(path);
  if (kind === null || kind === 'empty-folder') session.dangling('mount-source', path, by, at);
}

function content(session: Session, item: Node, kind: 'secret' | 'config', by: string, declared: MapNode): Mount | null {
  const read = textOf(session, item.kind === 'map' ? childOf(item, 'source') : item);
  if (read === null || read.value === '') return null;
  const declaration = entryOf(declared, read.value);
  if (!declaration && read.unset.length === 0) session.dangling(kind, read.value, by, read.node);
  const fileNode = childOf(declaration?.value, 'file');
  const file = quietText(fileNode);
  const folder = kind === 'secret' ? '/run/secrets/' : '/';
  const target = quietText(childOf(item, 'target')) ?? read.value;
  return {
    kind,
    source: file === null || !fileNode ? read.value : resolvePath(fileNode.source.base, file),
    target: target.startsWith('/') ? target : folder + target,
    readOnly: true,
    place: placeOf(read.node),
  };
}

/** Files of secrets and configs that are not there. */
export function checkContents(session: Session, declared: Declared): void {
  for (const [kind, section] of [
    ['secret', declared.secrets],
    ['config', declared.configs],
  ] as const) {
    for (const [name, { value }] of section.entries) {
      const file = value.kind === 'map' ? textOf(session, childOf(value, 'file')) : null;
      if (file && file.value !== '' && file.unset.length === 0 && !isElsewhere(file.value))
        missing(session, file.node, resolvePath(file.node.source.base, file.value), `${kind} ${name}`);
    }
  }
}
