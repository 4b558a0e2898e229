/** One entry of a log: a line, with the lines of a trace that belong to it. */
export interface Entry {
  /** Index of its first line in the text. */
  index: number;
  /** ISO time; null where it tells none. */
  at: string | null;
  message: string;
  /** Name of a logger or module. */
  module: string | null;
  /** Named by a field such as `dependency`. */
  dependency: string | null;
  elapsedMs: number | null;
  /** Exceptions that a trace ends in or goes back to. */
  causes: string[];
  /** Frames of a trace and causes: only looked at, never shown. */
  trace: string[];
  isJson: boolean;
}

const maxTrace = 200;
const maxLine = 16_000;

/** Entries of a text: lines of JSON (pino, bunyan, winston, structlog, logback), or text with traces of Python, Node.js, Java and Go. */
export function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw
      .slice(0, maxLine)
      .replace(/\r$/, '')
      .replace(/\x1b\[[0-9;]*m/g, '');
    if (line.trim() === '') continue;
    const json = fromJson(line, index);
    if (json !== null) {
      entries.push(json);
      continue;
    }
    const last = entries.at(-1);
    if (last !== undefined && continues(line, last)) {
      if (last.trace.length < maxTrace) last.trace.push(line);
      // What a Python or Java trace ends in, or goes back to, is what it is about.
      const cause = /^(?:Caused by: )?((?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception|Timeout|Refused|Exhausted)?)(?::\s*(.*))?$/.exec(line);
      if (cause && /Error|Exception|Timeout|Refused|Exhausted/.test(cause[1] ?? '') && last.causes.length < 8) last.causes.push(line);
      continue;
    }
    const time = timeIn(line);
    entries.push({ index, at: time, message: line, module: moduleIn(line), dependency: null, elapsedMs: null, causes: [], trace: [], isJson: false });
  }
  return entries;
}

/** Frames, and what stands between them. */
function continues(line: string, last: Entry): boolean {
  if (last.isJson) return /^\s+at |^Traceback/.test(line);
  if (/^\s+(at |File "|\.\.\. \d+ (more|common)|\^+|~+|raise |return |await |self\.)/.test(line)) return true;
  if (/^(Caused by: |Traceback \(most recent|During handling of|The above exception|goroutine \d+|created by |\tat )/.test(line)) return true;
  if (/^\t?\/[^ ]+\.go:\d+/.test(line) || /^[\w./*()]+\(.*\)$/.test(line)) return last.trace.length > 0 || /goroutine|panic/.test(last.message);
  const inTrace = last.trace.length > 0 || /Traceback \(most recent/.test(last.message);
  // The line of an exception ends a trace of Python; its source lines are indented, as are the fields of an error of Node.js.
  if (inTrace && /^\s/.test(line)) return true;
  if (inTrace && /^[}\]]/.test(line)) return true;
  return inTrace && timeIn(line) === null && /^(?:[\w$]+\.)*[A-Z][\w$]*(Error|Exception|Timeout|Refused|Exhausted)\b/.test(line) && !/^\s+at /.test(last.trace.at(-1) ?? '');
}

function fromJson(line: string, index: number): Entry | null {
  if (!/^\s*\{.*\}\s*$/.test(line)) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const record = value as Record<string, unknown>;
  const error = [record.err, record.error, record.exception, record.exc_info].find((each) => each !== undefined && each !== null && each !== false);
  const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const first = (...fields: unknown[]) => fields.find((each): each is string => typeof each === 'string' && each !== '') ?? null;
  const said = [
    first(record.msg, record.message, record.event, record.log, record['log.message']),
    typeof error === 'string' ? (error.split('\n').at(-1) ?? '') : null,
    first(inner.code),
    first(inner.message, inner.detail),
  ];
  const stack =
    [record.stack, inner.stack, record.stack_trace, record.exception, record.traceback, record['error.stack_trace']].find((each): each is string => typeof each === 'string') ?? '';
  const stackLines = stack.split('\n').slice(0, maxTrace);
  const causes = stackLines.filter((each) => /^Caused by: |^[\w.]+(Error|Exception)\b/.test(each)).slice(0, 4);
  const message = [...new Set(said.filter((each) => each !== null && each !== ''))].join(': ');
  return {
    index,
    at: timeOf(record.time ?? record.timestamp ?? record['@timestamp'] ?? record.ts ?? record.asctime ?? record.datetime),
    message,
    causes,
    module: first(record.logger, record.logger_name, record.module, record.component, record.name),
    dependency: first(record.dependency, record.dependency_name, record.dependencyName, record.failed_dependency, record.failedDependency, record.check, record.service_name),
    elapsedMs: elapsedOf(record),
    trace: stackLines,
    isJson: true,
  };
}

function elapsedOf(record: Record<string, unknown>): number | null {
  for (const [name, value] of Object.entries(record)) {
    const match = /^(elapsed|duration|waited|took|timeout|latency)_?(ms|millis|s|sec|seconds)?$/i.exec(name);
    if (!match) continue;
    if (typeof value === 'string') return elapsedIn(`after ${value}`);
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const unit = match[2]?.toLowerCase();
    // Without a unit, whole large numbers are milliseconds.
    return unit?.startsWith('s') || (unit === undefined && value < 1000) ? value * 1000 : value;
  }
  return null;
}

/** `after 60s`, `elapsed=30.01 s`, `within 30000ms`, `(waited 60 seconds)`. */
export function elapsedIn(text: string): number | null {
  const match = /\b(?:after|elapsed\w*|within|in|waited|waiting|took|of|for|timeout)\b[\s=:(]*(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?)\b/i.exec(text);
  if (!match) return null;
  const unit = match[2]?.toLowerCase() ?? '';
  const value = Number(match[1]);
  return Math.round(unit.startsWith('ms') || unit.startsWith('milli') ? value : unit.startsWith('m') ? value * 60_000 : value * 1000);
}

function timeOf(value: unknown): string | null {
  // Seconds or milliseconds since 1970.
  if (typeof value === 'number' && value > 1e9 && value < 1e14) return new Date(value > 1e11 ? value : value * 1000).toISOString();
  if (typeof value !== 'string') return null;
  const number = /^\d{10}(\.\d+)?$|^\d{13}$/.test(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? isoOf(value) : timeOf(number);
}

/** A time near the beginning of a line. */
function timeIn(line: string): string | null {
  const match = /(?:^|[\s[(|])(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)/.exec(line.slice(0, 120));
  return match?.[1] === undefined ? null : isoOf(match[1]);
}

function isoOf(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
    .replace(',', '.')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/^(\S+) (\d)/, '$1T$2')
    .replace(/\s?UTC$/, 'Z')
    .replace(/\s([+-]\d\d:?\d\d)$/, '$1');
  const ms = Date.parse(plain);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** `[app.cache]`, `INFO app.cache:`, `ERROR app.main - `. */
function moduleIn(line: string): string | null {
  const match =
    /\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE)\]?[\s:|-]+(?:\d+ --- )?(?:\[[^\]]*\]\s+)*([A-Za-z_][\w$]*(?:[./][\w$-]+)+|[a-z_][\w-]*(?=\s*(?::|-|\|)\s))/.exec(
      line,
    ) ?? /\[([a-z_][\w-]*(?:[./][\w$-]+)*)\]\s/i.exec(line);
  const name = match?.[1] ?? null;
  return name === null || /^(TRACE|DEBUG|INFO|NOTICE|WARN(ING)?|ERROR|CRITICAL|FATAL|SEVERE|main|https?)$/i.test(name) ? null : name;
}
