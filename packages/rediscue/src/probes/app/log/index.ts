import type { LogTail } from '../../../declared/app/index.ts';
import type { AppLogEvent, AppLogFact } from '../../../facts/app.ts';
import { type Entry, elapsedIn, entriesOf } from './entries.ts';
import { isLibrary, isOfRedisAlone, kindOf, namesRedis, otherServerIn, saysGivenUp, saysStart, saysWell } from './kinds.ts';
import { sourceIn, sourceOf } from './source.ts';

const maxEvents = 40;

interface Reading {
  mask: (text: string, length: number) => string;
  /** `host:port` of every Redis that is declared. */
  redisAddresses: readonly string[];
}

/** What an application's log tells of failures, those alike as one. Pure. */
export function readAppLog(file: string, tail: LogTail, reading: Reading): AppLogFact {
  const entries = entriesOf(tail.text);
  const groups = new Map<string, AppLogEvent>();
  const lineOf = (entry: Entry) => (tail.skippedLines === null ? null : tail.skippedLines + entry.index + 1);
  let lastTime: string | null = null;
  for (const entry of entries) {
    lastTime = entry.at ?? tail.times?.[entry.index] ?? lastTime;
    const event = eventOf(entry, lineOf(entry), reading);
    if (event === null) {
      if (saysWell(entry.message)) for (const known of groups.values()) if (known.isRedis || saysStart(entry.message)) known.isOver = known.isOver || isEnded(known, entry);
      continue;
    }
    event.at ??= lastTime;
    const key = JSON.stringify([event.kind, event.dependency, event.address, event.source]);
    const known = groups.get(key);
    if (known === undefined) {
      if (groups.size < maxEvents) groups.set(key, event);
      continue;
    }
    known.count += 1;
    known.lastLine = event.line;
    known.at = event.at;
    known.isOver = false;
    known.elapsedMs = event.elapsedMs ?? known.elapsedMs;
  }
  return {
    file,
    format: entries.filter(({ isJson }) => isJson).length * 2 > entries.length ? 'json' : 'text',
    lines: tail.text === '' ? 0 : tail.text.split('\n').length - (tail.text.endsWith('\n') ? 1 : 0),
    skippedBytes: tail.skippedBytes,
    events: [...groups.values()],
  };
}

/** What says that all is well ends failures of Redis where it speaks of it, or of the whole application. */
const isEnded = (known: AppLogEvent, { message, module }: Entry): boolean =>
  saysStart(message) || namesRedis(`${message} ${module ?? ''}`) || (known.dependency !== null && message.toLowerCase().includes(known.dependency.toLowerCase()));

function eventOf(entry: Entry, line: number | null, { mask, redisAddresses }: Reading): AppLogEvent | null {
  const said = [entry.message, ...entry.causes].join(' ');
  const kind = kindOf(said);
  if (kind === null) return null;
  if (kind === 'readiness-timeout' && !saysGivenUp(said)) return null;
  const all = `${said} ${entry.module ?? ''} ${entry.dependency ?? ''} ${entry.trace.join(' ')}`;
  const address = addressIn(said);
  const other = otherServerIn(said) ?? (namesRedis(all) ? null : otherServerIn(all));
  const isRedis = isOfRedisAlone(kind) || (address !== null && redisAddresses.includes(address)) || (other === null && namesRedis(all));
  // A failure of anything else, of which nothing is known, says nothing here.
  if (!isRedis && other === null && !['readiness-timeout', 'websocket-closed', 'http-5xx', 'pool-exhausted'].includes(kind)) return null;
  if (kind === 'readiness-timeout' && !isRedis && other === null) return null;
  const traced = sourceOf(entry.trace);
  // Who writes the line may be the library: what is wanted is the application's part.
  const module = (entry.module !== null && isLibrary(entry.module) ? traced.module : null) ?? entry.module ?? traced.module;
  const dependency = entry.dependency ?? dependencyIn(said) ?? (isRedis ? 'redis' : other);
  return {
    kind,
    line,
    lastLine: line,
    count: 1,
    at: entry.at,
    dependency: dependency === null ? null : mask(dependency, 60),
    isRedis,
    address: address === null ? null : mask(address, 100),
    module: module === null ? null : mask(module, 80),
    source: traced.source ?? sourceIn(said),
    elapsedMs: entry.elapsedMs ?? elapsedIn(said),
    text: mask(withoutTime(entry.causes.findLast((cause) => kindOf(cause) === kind) ?? entry.message), 240),
    isOver: false,
  };
}

/** Its time is told apart. */
const withoutTime = (text: string): string => text.replace(/^[[(]?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+ ?(?:Z|UTC|[+-]\d\d:?\d\d)?[\])]?\s*/, '');

/** `127.0.0.1:6379`, `redis:6379`, of which only the address is taken. */
function addressIn(text: string): string | null {
  const match =
    /(?:ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|connecting to|connect to|dial tcp|Redis at|redis at|host|rediss?:\/\/(?:[^@\s/]*@)?)\s*[=:]?\s*\[?((?:\d{1,3}\.){3}\d{1,3}|[a-z0-9](?:[\w.-]*[a-z0-9])?|::1)\]?(?::|\/<unresolved>:)(\d{2,5})\b/i.exec(
      text,
    ) ?? /\b((?:\d{1,3}\.){3}\d{1,3}|localhost):(\d{2,5})\b/.exec(text);
  if (match?.[1] !== undefined) return `${match[1].includes(':') ? `[${match[1]}]` : match[1]}:${match[2]}`;
  const name = /(?:ENOTFOUND|EAI_AGAIN|lookup|UnknownHostException:|Error -\d+ connecting to)\s+([a-z0-9][\w.-]*)(?::(\d{2,5}))?/i.exec(text);
  return name?.[1] === undefined ? null : `${name[1]}${name[2] ? `:${name[2]}` : ''}`;
}

/** `dependency "conversation-memory" failed`, `dependencies failed: redis, postgres`. */
function dependencyIn(text: string): string | null {
  const match =
    /\b(?:dependenc(?:y|ies)|health ?check|component|service)\b[^\w"'`]{0,3}(?:failed|check|unavailable|not ready)?[:\s=]*["'`[]?((?!failed|check|not|is|was|for|unavailable|timed?|at|on|to|error)[a-z][\w.-]{1,40})/i.exec(
      text,
    );
  return match?.[1] ?? null;
}
