import { maskSecrets, maskText } from '../../../declared/masks/index.ts';
import type { LogFact } from '../../../facts/index.ts';
import type { LogKind } from '../../../facts/log-kinds.ts';
import { errnoIn } from './errno.ts';
import { readFatalConfig } from './fatal-config.ts';
import { readLine } from './line.ts';
import { persistenceRules } from './persistence-rules.ts';
import { processRules } from './process-rules.ts';
import { replicationRules } from './replication-rules.ts';
import type { Rule } from './rule.ts';
import { sentinelRules } from './sentinel-rules.ts';

export type LogEvent = LogFact['events'][number];

const rules: readonly Rule[] = [...processRules, ...persistenceRules, ...replicationRules, ...sentinelRules];
const maxLines = 20_000;
const maxLineLength = 2_000;
const maxWordings = 2_000;

/** Lines repeat but for their figures: rules are looked through once for each wording. */
function candidatesFor(text: string, known: Map<string, readonly Rule[]>): readonly Rule[] {
  const wording = text.replace(/\d+/g, '0');
  let candidates = known.get(wording);
  if (candidates === undefined) {
    candidates = rules.filter(({ needle }) => text.includes(needle));
    if (known.size < maxWordings) known.set(wording, candidates);
  }
  return candidates;
}

/** Secrets are taken out before a pattern looks at the line: a group could otherwise hold half of one. */
function matchRule(raw: string, known: Map<string, readonly Rule[]>): { kind: LogKind; detail: Record<string, string> } | null {
  const candidates = candidatesFor(raw, known);
  if (candidates.length === 0) return null;
  const text = maskSecrets(raw);
  for (const rule of candidates) {
    const match = rule.pattern ? rule.pattern.exec(text) : null;
    if (rule.pattern && !match) continue;
    const detail: Record<string, string> = { ...rule.set };
    for (const [name, value] of Object.entries(match?.groups ?? {})) if (value !== undefined && value !== '') detail[name] = maskText(value);
    const errno = detail.errno ?? errnoIn(detail.reason ?? text);
    if (errno) detail.errno = errno;
    return { kind: rule.kind, detail };
  }
  return null;
}

/** Kinds that begin another attempt to start: what stands before them is history. */
const beginnings = new Set<LogKind>(['started', 'config-fatal', 'config-unreadable', 'log-unwritable', 'chdir-failed']);
/** Kinds that take several lines: what the next line adds belongs to the same event. */
const several = new Set<LogKind>(['rdb-corrupt', 'tls-unusable', 'module-failed', 'acl-fatal', 'aof-truncated-accepted', 'bind-failed', 'bind-in-use']);

/** Whether a line only repeats in general words what the line before it said. */
function isEcho(kind: LogKind, before: LogKind | undefined): boolean {
  if (before === undefined) return false;
  if (kind === 'bind-failed') return before === 'bind-in-use';
  // After a signal servers say "User requested shutdown" too.
  if (kind === 'shutdown-by-user') return before === 'shutdown-by-signal';
  return kind === 'load-failed' && /^(rdb|aof)-/.test(before);
}

/**
 * Events of a log, oldest first. `firstLine`: number of the first of these lines in the file, null when only the tail is known.
 */
export function recognise(text: string, firstLine: number | null = 1): LogEvent[] {
  let lines = text.split(/\r?\n/);
  let first = firstLine;
  if (lines.length > maxLines) {
    if (first !== null) first += lines.length - maxLines;
    lines = lines.slice(-maxLines);
  }
  const events: LogEvent[] = [];
  const known = new Map<string, readonly Rule[]>();
  let start = 0;
  let isBanner = false;
  for (let index = 0; index < lines.length; index++) {
    const raw = lines[index] as string;
    if (raw.length === 0) continue;
    const line = readLine(raw.length > maxLineLength ? raw.slice(0, maxLineLength) : raw);
    const number = first === null ? null : first + index;
    if (line.text.includes('FATAL CONFIG FILE ERROR')) {
      const block = readFatalConfig(lines.slice(index, index + 9).map((other) => readLine(other).text));
      start = events.length;
      isBanner = false;
      events.push({ kind: block.kind, text: block.text, at: line.at, line: number, afterLastStart: false, detail: block.detail });
      index += block.lines - 1;
      continue;
    }
    const found = matchRule(line.text, known);
    if (!found) {
      isBanner &&= line.text.trim() === '';
      continue;
    }
    // Two lines make one banner; the second one names the version.
    const previous = events.at(-1);
    if (found.kind === 'started' && isBanner && previous?.kind === 'started') {
      Object.assign(previous.detail, found.detail);
      continue;
    }
    if (isEcho(found.kind, previous?.kind)) continue;
    if (previous?.kind === found.kind && several.has(found.kind) && events.length > start) {
      previous.detail = { ...found.detail, ...previous.detail };
      continue;
    }
    if (beginnings.has(found.kind)) start = events.length;
    isBanner = found.kind === 'started';
    events.push({ kind: found.kind, text: maskText(line.text), at: line.at, line: number, afterLastStart: false, detail: found.detail });
  }
  for (let index = start; index < events.length; index++) (events[index] as LogEvent).afterLastStart = true;
  return events;
}
