import type { ConfigFileFact, Place } from '../facts/index.ts';
import type { EndpointView } from './view.ts';

const units: Record<string, number> = { '': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3 };

/** `100mb` as the server counts it; the text itself when it is no size. */
function size(text: string): string {
  const parts = /^(-?\d+)(b|k|kb|m|mb|g|gb)?$/i.exec(text);
  return parts ? String(Number(parts[1]) * (units[(parts[2] ?? '').toLowerCase()] ?? 1)) : text;
}

/** Settings that mean the same wherever they are written, and that no server changes by itself. */
const compared = new Map<string, 'size' | 'word'>([
  ['maxmemory', 'size'],
  ['repl-backlog-size', 'size'],
  ...(
    [
      ...['maxmemory-policy', 'appendonly', 'appendfsync', 'timeout', 'databases', 'tcp-keepalive', 'protected-mode', 'min-replicas-to-write', 'min-replicas-max-lag'],
      ...['replica-serve-stale-data', 'replica-read-only', 'stop-writes-on-bgsave-error', 'repl-timeout', 'slowlog-log-slower-than', 'notify-keyspace-events'],
    ] as const
  ).map((name) => [name, 'word'] as const),
]);

/** The names of before 5.0 for the same setting. */
const today = (name: string): string => name.replace(/\bslaves?\b/g, (word) => (word === 'slaves' ? 'replicas' : 'replica'));

export interface Difference {
  name: string;
  /** What the file says and what the server runs on; secrets as words. */
  file: string;
  live: string;
  place: Place | null;
}

/** Save points in one text. Undefined: the file leaves the default. */
function savePoints(file: ConfigFileFact): string | undefined {
  let points: string[] | undefined;
  for (const { name, values } of file.directives) {
    if (name !== 'save') continue;
    const words = values.flatMap((value) => value.split(/\s+/)).filter((word) => word !== '');
    points = words.length === 0 ? [] : [...(points ?? []), ...words];
  }
  return points?.join(' ');
}

/** The file that the running server read, by its own word or its arguments; not a Sentinel's, which rewrites its own all the time. */
export function ownFile(at: EndpointView): ConfigFileFact | null {
  const file = at.get('configFile');
  return file?.readable && !file.sentinel && (file.foundBy === 'info' || file.foundBy === 'arguments') ? file : null;
}

/** When the server's process began, in milliseconds since 1970. */
function startedMs(at: EndpointView): number | undefined {
  const started = at.get('process')?.startedAt;
  if (started) return Date.parse(started);
  const uptime = at.infoNumber('uptime_in_seconds');
  return uptime === undefined ? undefined : at.nowMs - uptime * 1000;
}

/**
 * The file was changed after the server had read it. INFO counts starts in seconds, and a script may write the file and
 * then become the server: less than `marginMs` tells nothing.
 */
export function changedAfterStart(at: EndpointView, modifiedAt: string | null, marginMs = 2000): boolean | undefined {
  const started = startedMs(at);
  return started === undefined || modifiedAt === null ? undefined : Date.parse(modifiedAt) > started + marginMs;
}

/** Settings of the own file that the running server holds otherwise. What the command line sets is left out: it beats the file. */
export function differences(at: EndpointView, file: ConfigFileFact): Difference[] {
  const live = at.value('config');
  if (!live) return [];
  const onCommandLine = new Set((at.get('process')?.arguments ?? []).filter((word) => word.startsWith('--')).map((word) => today(word.slice(2).split(/[ =]/)[0] ?? '')));
  const found: Difference[] = [];
  for (const [name, kind] of compared) {
    const directive = file.directives.findLast((each) => today(each.name) === name);
    const value = live.values[name];
    const wanted = directive?.values[0];
    if (!directive || value === undefined || wanted === undefined || onCommandLine.has(name) || /\$\{/.test(wanted)) continue;
    const same = kind === 'size' ? size(wanted) === size(value) : wanted.toLowerCase() === value.toLowerCase();
    if (!same) found.push({ name, file: wanted, live: value, place: directive.place });
  }
  const points = savePoints(file);
  if (points !== undefined && live.values.save !== undefined && !onCommandLine.has('save') && points !== live.values.save.trim())
    found.push({ name: 'save', file: points || '""', live: live.values.save || '""', place: file.directives.findLast((each) => each.name === 'save')?.place ?? null });
  return [...found, ...secretDifference(live.secrets, file, onCommandLine)];
}

/** A password that only one of the two has. Users of an ACL file or of `user` lines say it elsewhere. */
function secretDifference(secrets: Record<string, { set: boolean }>, file: ConfigFileFact, onCommandLine: ReadonlySet<string>): Difference[] {
  const elsewhere = file.directives.some((each) => each.name === 'user' || each.name === 'aclfile' || each.name === 'include');
  const live = secrets.requirepass;
  if (!live || elsewhere || onCommandLine.has('requirepass')) return [];
  const directive = file.directives.findLast((each) => each.name === 'requirepass');
  const inFile = directive !== undefined && (directive.secret?.set ?? directive.values[0] !== '');
  const words = (set: boolean) => (set ? 'a password' : 'none');
  return inFile === live.set ? [] : [{ name: 'requirepass', file: words(inFile), live: words(live.set), place: directive?.place ?? null }];
}

/** `maxmemory (file 100mb, live 0), save (file "", live 900 1)`. */
export function differencesText(list: readonly Difference[]): string {
  const shown = list.slice(0, 4).map(({ name, file, live }) => `${name} (file ${file}, live ${live})`);
  return shown.join(', ') + (list.length > 4 ? ` and ${list.length - 4} more` : '');
}
