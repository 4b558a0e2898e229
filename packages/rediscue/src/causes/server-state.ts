import type { FactData, LogFact } from '../facts/index.ts';
import type { LogKind } from '../facts/log-kinds.ts';
import { connectFailure } from './reach.ts';
import type { EndpointView } from './view.ts';

export type LogEvent = LogFact['events'][number];

/** The container that is proven to serve the endpoint, or to be meant for it. */
export function serverContainer(at: EndpointView): FactData<'containers'>['containers'][number] | undefined {
  const own = (at.get('containers')?.containers ?? []).filter(({ part, tiedBy }) => part === 'server' && tiedBy.some((tie) => tie !== 'port' && tie !== 'image'));
  return own.find(({ state }) => state === 'running') ?? own[0];
}

/** Nothing answers at the endpoint, and no server process of it is left: it ended, or never came up. */
export function isDown(at: EndpointView): boolean {
  const process = at.get('process');
  if (process?.isServer && process.state !== 'Z') return false;
  const failure = connectFailure(at);
  if (failure === 'refused' || failure === 'no-socket') return true;
  // A container's published port may accept and close although nothing runs behind it.
  const mute = at.get('speak')?.state;
  const container = serverContainer(at);
  return mute !== 'resp' && mute !== 'other' && container !== undefined && container.state !== 'running' && container.state !== 'paused';
}

/** The newest line of these kinds that the log holds since the last start. */
export function lastEvent(at: EndpointView, ...kinds: LogKind[]): LogEvent | undefined {
  return at.get('log')?.events.findLast((event) => event.afterLastStart && kinds.includes(event.kind));
}

/** Age of a log line in seconds; undefined when its time could not be read. */
export function eventAge(at: EndpointView, event: LogEvent): number | undefined {
  const time = event.at === null ? Number.NaN : Date.parse(event.at);
  return Number.isNaN(time) ? undefined : (at.nowMs - time) / 1000;
}

/** Endpoints that replicate from this one or that it replicates from: what happens here is felt there. */
export function replicationNeighbours(at: EndpointView): { concerns?: string[] } {
  const learned = at.get('learned');
  const subjects = at.target.endpoints.flatMap((other) => {
    const theirs = other.get('learned');
    const told = theirs?.from === 'replication' && theirs.by === at.subject;
    const tells = learned?.from === 'replication' && learned.by === other.subject;
    return other !== at && (told || tells) ? [other.subject] : [];
  });
  return subjects.length > 0 ? { concerns: subjects } : {};
}

/** A directive of the server's configuration file; the last one counts, as for the server. */
export function directive(at: EndpointView, name: string): string | undefined {
  const file = at.get('configFile');
  if (file === undefined || file.sentinel) return undefined;
  return file.directives.findLast((each) => each.name.toLowerCase() === name)?.values.join(' ');
}

/** The append-only file is on: by the living server's word, else by its configuration file. Undefined: unknown. */
export function appendOnlyOn(at: EndpointView): boolean | undefined {
  const live = at.info('aof_enabled') ?? at.config('appendonly');
  if (live !== undefined) return live === '1' || live === 'yes';
  const written = directive(at, 'appendonly');
  if (written !== undefined) return written === 'yes';
  return at.get('configFile') === undefined ? undefined : false;
}

/** Save points are set: by the living server's word. Undefined: CONFIG is refused. */
function savesSnapshots(at: EndpointView): boolean | undefined {
  const save = at.config('save');
  return save === undefined ? undefined : save.trim() !== '';
}

/** The server is meant to write to its disk. Undefined: not known. */
export function persists(at: EndpointView): boolean | undefined {
  const ways = [appendOnlyOn(at), savesSnapshots(at)];
  if (ways.includes(true)) return true;
  return ways.includes(undefined) ? undefined : false;
}

/** Keys in all databases by INFO's keyspace lines. Undefined when INFO is refused. */
export function keyCounts(at: EndpointView): { keys: number; expires: number } | undefined {
  const info = at.value('info');
  if (info === undefined) return undefined;
  const sum = { keys: 0, expires: 0 };
  for (const [field, text] of Object.entries(info)) {
    const match = /^db\d+$/.test(field) ? /keys=(\d+),expires=(\d+)/.exec(text) : null;
    if (match === null) continue;
    sum.keys += Number(match[1]);
    sum.expires += Number(match[2]);
  }
  return sum;
}

/** How the version compares, as far as the server says: `atLeast(at, 6, 2)`. Undefined when unknown. */
export function atLeast(at: EndpointView, major: number, minor: number): boolean | undefined {
  // Valkey reports a compatible Redis version here, and its own in `valkey_version`.
  const [have, also] = (at.info('redis_version') ?? '').split('.').map(Number);
  if (have === undefined || also === undefined || Number.isNaN(have) || Number.isNaN(also)) return undefined;
  return have > major || (have === major && also >= minor);
}
