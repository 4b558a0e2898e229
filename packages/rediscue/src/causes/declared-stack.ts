import type { Place } from '../facts/index.ts';
import { tagOf } from '../image-name.ts';
import { isKnown } from './declared-server.ts';
import { declaredSentinels, declaredServers } from './in-files.ts';
import { isLoopback } from './reach.ts';
import type { ProgramView, ProjectView } from './view.ts';

/** Variables by which an environment says which one it is. */
const modes = /^(NODE_ENV|APP_ENV|RAILS_ENV|RACK_ENV|DJANGO_ENV|FLASK_ENV|GO_ENV|GIN_MODE|ENVIRONMENT|DEPLOY_ENV|SPRING_PROFILES_ACTIVE|ASPNETCORE_ENVIRONMENT)$/;

/** Formats that start something to stay; a pipeline and a package's scripts start it for a while. */
const standing = /^(compose|kubernetes|systemd|procfile|redis-conf)$/;
const trial = /(^|[^a-z])(tests?|testing|ci|e2e|dev|devel|development|local|examples?|samples?|demo|bench\w*|sandbox|debug)([^a-z]|$)/i;

export const isTrialVariant = (variant: string | null): boolean => variant !== null && trial.test(variant);

/** Its file, or a profile, says that it is for a developer's machine or for tests. */
export const isForTrial = ({ variant, format }: ProgramView): boolean => isTrialVariant(variant) || !standing.test(format);

/** Something says that this runs for real users, and not on a developer's machine alone. */
export function isEarnest(project: ProjectView, { variant, format, group }: ProgramView): boolean {
  if (variant !== null) return /prod|live|stag/i.test(variant);
  if (format !== 'compose') return format !== 'procfile';
  const beside = project.programs.filter((program) => program.group === group && program.variant === null);
  return beside.some(({ variables }) => variables.some(({ name, value }) => modes.test(name) && /^(prod|production|live|release)$/i.test(value ?? '')));
}

/** Those that are run in earnest first: of two files that say the same, that one tells how grave it is. */
export const earnestFirst = (project: ProjectView, programs: readonly ProgramView[]): ProgramView[] =>
  programs.toSorted((one, other) => Number(isEarnest(project, other)) - Number(isEarnest(project, one)));

/** `critical` and `error` are for what somebody really runs: in a stack for development it is a warning. */
export const earnestly = (project: ProjectView, server: ProgramView): { severity?: 'warning' } => (isEarnest(project, server) ? {} : { severity: 'warning' });

/**
 * A configuration file by itself, which nothing tells where it runs. Where files start servers as containers, it is theirs, or a left-over.
 * A server of its own: started by something, or the only kind of server that the project has.
 */
export function isOwn(project: ProjectView, server: ProgramView): boolean {
  if (server.format !== 'redis-conf') return true;
  if (/(^|[/_-])(docker|compose|containers?|k8s|kubernetes|helm|charts?)[/_-]/i.test(server.place.file)) return false;
  const others = [...declaredServers(project), ...declaredSentinels(project)].some(({ format }) => format !== 'redis-conf' && standing.test(format));
  return !others && project.objects('dockerfile-copy').length === 0;
}

/** All that it will run with is known: what is not set is the default. */
export function isWhole(server: ProgramView): boolean {
  if (server.format === 'redis-conf') return server.server?.isComplete === true;
  if (!isKnown(server) && !isPlainSentinel(server)) return false;
  const line = server.command?.value.join(' ') ?? '';
  return !/[$`]|\|\s*\S*(redis|valkey|keydb)-(server|sentinel)/.test(line);
}

/** Bitnami's image of a Sentinel, by its own start script alone. */
const isPlainSentinel = ({ kind, image, command, server }: ProgramView): boolean =>
  kind === 'sentinel' && command === null && server?.isComplete === true && /bitnami\S*\/(redis|valkey)-sentinel/.test(image?.value ?? '');

/** The image is older than this version; null: its tag names none, or only a major one that moved past it. */
export function isOlderThan({ image }: ProgramView, major: number, minor: number): boolean {
  const [, first, second] = /^(\d+)(?:\.(\d+))?/.exec((image && tagOf(image.value)) ?? '') ?? [];
  if (first === undefined) return false;
  return Number(first) < major || (Number(first) === major && second !== undefined && Number(second) < minor);
}

/** Ports that it listens on. */
export function listensOn(server: ProgramView): number[] {
  const own = ['port', 'tls-port'].flatMap((name) => server.setting(name) ?? []).map(Number);
  return own.length > 0 ? own.filter((port) => port > 0) : [server.kind === 'sentinel' ? 26379 : 6379];
}

/** Its ports as its host, or whoever reaches that, sees them: published on more than loopback. */
export const publishedPorts = (server: ProgramView): ProgramView['ports'] =>
  server.ports.filter(({ inside, outside, address }) => outside !== null && listensOn(server).includes(inside) && !isLoopback(address ?? ''));

/** The declared server that an address leads to, seen from another one. */
export function serverAt(project: ProjectView, from: ProgramView, host: string, port: number): ProgramView | null {
  const all = [...declaredServers(project), ...declaredSentinels(project)];
  if (isLoopback(host)) {
    if (listensOn(from).includes(port)) return from;
    if (from.runs !== 'host') return null;
    const here = all.filter((other) => other.runs === 'host' && other.variant === from.variant && listensOn(other).includes(port));
    return here.length === 1 ? (here[0] ?? null) : null;
  }
  const name = host.toLowerCase();
  return all.find((other) => other.group === from.group && other.variant === from.variant && other.reachedAs.some((each) => each.toLowerCase() === name)) ?? null;
}

/** It asks for a password, for certain. */
export const passwordOf = (server: ProgramView): NonNullable<ProgramView['server']>['settings'][number] | null => {
  const given = server.server?.settings.findLast(({ name }) => name === 'requirepass');
  return given?.secret?.set === true ? given : null;
};

interface Monitor {
  name: string;
  host: string;
  port: number;
  place: Place;
}

/** Primaries that a Sentinel is told to watch; what a start script fills in is none. */
export const monitorsOf = (sentinel: ProgramView): Monitor[] =>
  (sentinel.server?.settings ?? []).flatMap(({ name, values, place }): Monitor[] => {
    const [word, primary, host, port] = values;
    const isMonitor = name === 'sentinel' && word?.toLowerCase() === 'monitor' && /^\d+$/.test(port ?? '');
    return isMonitor && primary && host && !/[${}<>%@]|__/.test(primary + host) ? [{ name: primary, host, port: Number(port), place }] : [];
  });

/** Value of a Sentinel's setting: `resolve-hostnames`, or of one primary: `auth-pass mymaster`. */
export function sentinelSetting({ server }: ProgramView, word: string, primary?: string): { value: string; place: Place } | null {
  const line = server?.settings.findLast(
    ({ name, values: [first, second] }) => name === 'sentinel' && first?.toLowerCase() === word && (primary === undefined || second === primary),
  );
  return line ? { value: line.values.slice(primary === undefined ? 1 : 2).join(' '), place: line.place } : null;
}

const isAddress = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
export const isHostName = (host: string): boolean => !isAddress(host);

/** A Sentinel and a primary that it watches, with the line that something is wrong with. */
interface Watch {
  sentinel: ProgramView;
  name: string;
  host: string;
  at: Place;
}

/** Sentinels of one primary at fault in the same way: told once, with all lines. */
interface Watches extends Watch {
  /** `sentinel-1 and 2 more`. */
  who: string;
  all: ProgramView[];
  places: Place[];
}

export function together(watches: readonly Watch[]): Watches[] {
  const groups = new Map<string, Watch[]>();
  for (const watch of watches) {
    const { group, variant, format } = watch.sentinel;
    // Configurations by themselves stand in folders of their own.
    const key = JSON.stringify([format === 'redis-conf' ? null : group, variant, watch.name, watch.host]);
    groups.set(key, [...(groups.get(key) ?? []), watch]);
  }
  return [...groups.values()].flatMap((own): Watches[] => {
    const [first] = own;
    const places = own.map(({ at }) => at).filter((at, index, list) => list.findIndex(({ file, line }) => file === at.file && line === at.line) === index);
    return first
      ? [{ ...first, who: own.length === 1 ? first.sentinel.name : `${first.sentinel.name} and ${own.length - 1} more`, all: own.map(({ sentinel }) => sentinel), places }]
      : [];
  });
}
