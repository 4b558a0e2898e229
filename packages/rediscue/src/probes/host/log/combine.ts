import type { LogFact } from '../../../facts/index.ts';
import type { LogKind } from '../../../facts/log-kinds.ts';
import { endedOf } from './ended.ts';
import { type LogEvent, recognise } from './recognise.ts';
import { selectEvents } from './select.ts';
import type { Tail } from './tail.ts';

/** A file that may be this server's log. */
export interface LogSource {
  path: string;
  foundBy: LogFact['foundBy'];
  /** Named by the server or its configuration: taken without a look at what it says. */
  isNamed: boolean;
  tail: Tail;
}

/** Ports that a log says its server runs on. */
export function portsIn(text: string): Set<number> {
  const ports = new Set<number>();
  for (const match of text.matchAll(/Running mode=\w+, port=(\d+)|\bPort: (\d+)|Failed listening on port (\d+)|listening socket \S+?:(\d+): /g)) {
    const port = Number(match.slice(1).find((group) => group !== undefined));
    if (port > 0) ports.add(port);
  }
  return ports;
}

interface Read {
  source: LogSource;
  events: LogEvent[];
  ports: Set<number>;
}

const attempts = new Set<LogKind>(['config-fatal', 'config-unreadable', 'log-unwritable', 'chdir-failed', 'acl-fatal', 'sentinel-resolve-failed']);
const lastTime = (events: readonly LogEvent[]) => events.findLast(({ at }) => at !== null)?.at ?? null;

/**
 * One account of a server's life from its log and what it wrote elsewhere: stderr keeps what a log never sees. The newest
 * attempt to start decides which events count. Null when no file says anything.
 */
export function combineLogs(sources: readonly LogSource[], ports: readonly number[]): LogFact | null {
  const read = sources
    .map((source): Read => ({ source, events: recognise(source.tail.text, source.tail.firstLine), ports: portsIn(source.tail.text) }))
    .filter((each) => each.source.isNamed || (each.events.length > 0 && isOurs(each.ports, ports)));
  const main = read.toSorted((a, b) => rank(b, ports) - rank(a, ports))[0];
  if (!main) return null;
  const events = [...main.events];
  const others = read.filter((each) => each !== main && each.events.length > 0 && each.source.tail.modifiedAtMs > 0);
  let combined = events;
  // Output of the same life, not a second log of another server: only where it begins no life of its own, or failed to.
  const extra = others
    .filter((each) => each.events.every(({ kind }) => kind !== 'ready') && (each.ports.size === 0 || isOurs(each.ports, ports)))
    .toSorted((a, b) => a.source.tail.modifiedAtMs - b.source.tail.modifiedAtMs);
  for (const { source, events: more } of extra) combined = append(combined, more, source);
  return {
    file: main.source.path,
    foundBy: main.source.foundBy,
    modifiedAt: new Date(main.source.tail.modifiedAtMs).toISOString(),
    events: selectEvents(combined),
    ended: endedOf(combined),
  };
}

const isOurs = (found: ReadonlySet<number>, ports: readonly number[]) => found.size === 0 || ports.length === 0 || ports.some((port) => found.has(port));

function rank({ source, events, ports: found }: Read, ports: readonly number[]): number {
  const named = source.isNamed && events.length > 0 ? 8 : source.isNamed ? 1 : 0;
  const byName = ports.some((port) => new RegExp(`(^|\\D)${port}(\\D|$)`).test(source.path.split('/').pop() ?? '')) ? 3 : 0;
  const byPort = found.size > 0 && ports.some((port) => found.has(port)) ? 4 : 0;
  const age = source.tail.modifiedAtMs / 1e14;
  return named + byName + byPort + (events.length > 0 ? 2 : 0) + age;
}

/** Puts the events of another file behind those of the log, and decides whose attempt was the last. */
function append(events: readonly LogEvent[], more: readonly LogEvent[], source: LogSource): LogEvent[] {
  const named = more.map((event) => ({ ...event, detail: { ...event.detail, file: source.path } }));
  const last = lastTime(events);
  const begins = more.some(({ kind, afterLastStart }) => afterLastStart && attempts.has(kind));
  const lastStart = events.findLast(({ kind }) => kind === 'started')?.at ?? null;
  const modified = source.tail.modifiedAtMs;
  if (lastStart !== null && modified < Date.parse(lastStart)) return [...named.map((event) => ({ ...event, afterLastStart: false })), ...events];
  if (begins && (last === null || modified >= Date.parse(last))) return [...events.map((event) => ({ ...event, afterLastStart: false })), ...named];
  return [...events, ...named];
}
