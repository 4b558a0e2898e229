import type { Place } from '../facts/index.ts';
import { repositoryOf, tagOf } from '../image-name.ts';
import { declaredSentinels, declaredServers } from './in-files.ts';
import { isLoopback, isUsable } from './reach.ts';
import type { ProgramView, ProjectView } from './view.ts';

type Mount = ProgramView['mounts'][number];

/** It is started as a container by a file that an engine or a cluster obeys. */
export const isContainer = ({ format }: ProgramView): boolean => format === 'compose' || format === 'kubernetes';

/** Test, development and demo stacks lose nothing that anybody misses: by their variant, folder or name. */
export const isThrowaway = ({ variant, place, name }: ProgramView): boolean =>
  (variant !== null && !/prod|live|stag/i.test(variant)) ||
  /(^|\/)(\.devcontainer|dev|develop|development|tests?|e2e|integration|ci|demos?)\//i.test(place.file) ||
  /(^|[-_])tests?($|[-_])/i.test(name);

/** Whose rules an image follows; null: those of somebody else, or its own. */
export function imageFamily({ image }: ProgramView): 'official' | 'bitnami' | 'stack' | null {
  if (image === null) return null;
  const path = repositoryOf(image.value);
  if (/^(docker\.io\/)?redis$|(^|\/)library\/redis$|(^|\/)valkey\/valkey$/.test(path)) return 'official';
  if (/(^|\/)bitnami(legacy|secure)?\/(redis|valkey)$/.test(path)) return 'bitnami';
  return /(^|\/)redis\/redis-stack(-server)?$/.test(path) ? 'stack' : null;
}

/** Major version by the image's tag; null where it names none. */
export function majorVersion({ image }: ProgramView): number | null {
  const major = /^(\d+)([.-]|$)/.exec((image && tagOf(image.value)) ?? '')?.[1];
  return major === undefined ? null : Number(major);
}

/** Folder that the server saves to inside its container; null where it cannot be known. */
export function dataFolder(server: ProgramView): string | null {
  const dir = server.setting('dir')?.replace(/^["']|["']$/g, '');
  if (dir?.startsWith('/')) return dir;
  // A relative one begins at the working directory of the image.
  if (dir !== undefined && !/^\.\/?$/.test(dir)) return null;
  const family = imageFamily(server);
  if (family === 'bitnami') return /valkey/i.test(server.image?.value ?? '') ? '/bitnami/valkey/data' : '/bitnami/redis/data';
  return family === null ? null : '/data';
}

/** A folder or one above it is mounted there. */
export const covers = ({ target }: Pick<Mount, 'target'>, folder: string): boolean => `${folder}/`.startsWith(`${target.replace(/\/+$/, '')}/`);

/** All that it will run with is known: no script of somebody's stands between, and no configuration is out of sight. */
export function isKnown(server: ProgramView): boolean {
  if (!server.server?.isComplete) return false;
  const words = server.command?.value ?? [];
  const isDirect = words.some((word) => /(^|[/\s])(redis|valkey|keydb)-(server|sentinel)(\s|$)/.test(word)) || /^-|\.conf$/.test(words[0] ?? '-');
  return isDirect && (words.length > 0 || imageFamily(server) !== null);
}

/** It appends to a file because somebody said so. */
export const appendsOnPurpose = (server: ProgramView): boolean => server.setting('appendonly')?.toLowerCase() === 'yes';

const isEmpty = (save: string): boolean => /^["'\s]*$/.test(save);

/** Save points that a person wrote. */
export const hasSavePoints = (server: ProgramView): boolean => !isEmpty(server.setting('save') ?? '');

/** Nothing is saved, on purpose and for certain. Bitnami's image appends unless it is told not to. */
export function savesNothing(server: ProgramView): boolean {
  const save = server.setting('save');
  const append = server.setting('appendonly')?.toLowerCase() ?? (imageFamily(server) === 'bitnami' ? 'yes' : 'no');
  return isKnown(server) && save !== undefined && isEmpty(save) && append === 'no';
}

/** The line that says so, or where the server is declared. */
export const placeOfSetting = (server: ProgramView, ...names: string[]): Place =>
  server.server?.settings.findLast(({ name }) => names.includes(name))?.place ?? server.command?.place ?? server.place;

/** Where it is told to copy from. */
export function sourceOfReplica(server: ProgramView): { host: string; port: string } | null {
  const [host, port = '6379'] = (server.setting('replicaof') ?? server.setting('slaveof') ?? '').split(/\s+/);
  return host === undefined || host === '' || host.toLowerCase() === 'no' ? null : { host, port };
}

const isBeside = (one: ProgramView, other: ProgramView): boolean => one.group === other.group && one.variant === other.variant && one.subject !== other.subject;

/** Declared servers that are told to copy from this one. */
export const declaredReplicas = (project: ProjectView, server: ProgramView): ProgramView[] =>
  declaredServers(project).filter((other) => {
    const source = isBeside(server, other) ? sourceOfReplica(other) : null;
    return source !== null && server.reachedAs.some((name) => name.toLowerCase() === source.host.toLowerCase());
  });

/** Sentinels that the files start beside it and that watch its group; one whose configuration is not known may. */
export const sentinelsBeside = (project: ProjectView, server: ProgramView): ProgramView[] =>
  declaredSentinels(project).filter((sentinel) => isBeside(server, sentinel) && mayWatch(project, sentinel, server));

function mayWatch(project: ProjectView, sentinel: ProgramView, server: ProgramView): boolean {
  const monitors = sentinel.server?.settings.filter(({ name, values }) => name === 'sentinel' && values[0] === 'monitor').map(({ values }) => values[2]) ?? [];
  const line = sentinel.command?.value.join(' ') ?? '';
  const hosts = [...monitors, ...[...line.matchAll(/sentinel\s+monitor\s+\S+\s+([^\s"']+)/g)].map((match) => match[1])].map((host) => host?.toLowerCase());
  const servers = declaredServers(project).filter((other) => isBeside(sentinel, other));
  const isNamed = (one: ProgramView) => one.reachedAs.some((name) => hosts.includes(name.toLowerCase()));
  if (!servers.some(isNamed)) return true;
  const source = sourceOfReplica(server)?.host.toLowerCase();
  return isNamed(server) || servers.some((other) => isNamed(other) && (sourceOfReplica(other) !== null || other.reachedAs.some((name) => name.toLowerCase() === source)));
}

/** Something brings it back without being asked. */
export const restartsItself = ({ restart }: ProgramView): boolean => restart !== null && /^(always|unless-stopped|on-failure)/i.test(restart.value);

/** The addresses that it is told to serve on are all loopback. */
export function bindsLoopback(server: ProgramView): boolean {
  const addresses = (server.setting('bind') ?? '').split(/\s+/).filter((address) => address !== '');
  return addresses.length > 0 && addresses.every((address) => isLoopback(address.replace(/^-/, '')));
}

/** The default user logs in without a password, for certain. */
export function isOpen(server: ProgramView): boolean {
  if (!server.server || !isKnown(server) || server.setting('aclfile') !== undefined || server.setting('user') !== undefined) return false;
  const password = server.server.settings.findLast(({ name }) => name === 'requirepass');
  return password === undefined || password.secret?.set === false;
}

/** A live look found that what these endpoints lead to works: what files say of it can only hurt later. */
export function isSeenWell({ look, targets }: ProjectView, subjects: readonly string[]): boolean {
  const all = targets.flatMap(({ endpoints }) => endpoints);
  const own = all.filter(({ subject }) => subjects.includes(subject));
  const asked = own.length > 0 ? own : all;
  return look === 'live' && asked.length > 0 && asked.every(isUsable);
}

/** `a, b and c`; of many the first. */
export const listed = (names: readonly string[]): string =>
  names.length > 6
    ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} others`
    : [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');

/** A line can be put below its name: its settings stand on lines of their own. */
export const hasOwnLines = ({ place, image }: ProgramView): boolean =>
  image !== null && image.place.file === place.file && place.line !== undefined && image.place.line !== undefined && image.place.line > place.line;
