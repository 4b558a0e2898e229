/** A line of a log, taken out of what a collector put around it. */
export interface LogLine {
  /** The message alone. */
  text: string;
  /** ISO time, or null. Servers write local time; it is read in this machine's zone. */
  readonly at: string | null;
  /** `#` warning, `*` notice, `-` verbose, `.` debug; null when the format has none. */
  level: string | null;
  pid: number | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// `12:M 20 Nov 2026 10:00:00.123 * text`; before 3.0 `[12] 20 Nov 10:00:00.123 # text`; before 5.0 without a year.
const classic =
  /^(?:(\d+):([A-Z]) |\[(\d+)\] )(?:(\d{1,2}) (\w{3})(?: (\d{4}))? (\d\d:\d\d:\d\d)(?:\.(\d+))?|(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)|(\d{12,14})) ([#*.-]) ?(.*)$/;
// Written from a signal's handler: `12:signal-handler (1795237837) Received SIGTERM …`.
const handler = /^(\d+):signal-handler \((\d+)\) (.*)$/;
// What journald, syslog, compose and others put before it.
const prefix = /^(?:\S+ +\| |<\d+>|(?:\w{3} +\d+ [\d:]+|\d{4}-\d\d-\d\dT\S+) \S+ [^\s:[]+(?:\[\d+\])?: |\d{4}-\d\d-\d\dT[\d:.]+Z (?:std(?:out|err) [FP] )?)/;

/** Understands the servers' own formats since 2.4, JSON lines of container engines, and lines behind a collector's prefix. */
export function readLine(raw: string): LogLine {
  const line = raw.startsWith('{') ? fromJson(raw) : raw;
  const match = classic.exec(line) ?? classic.exec(line.replace(prefix, ''));
  if (match) return fromClassic(match);
  const signal = handler.exec(line) ?? handler.exec(line.replace(prefix, ''));
  if (signal) return { text: signal[3] as string, at: isoOf(Number(signal[2]) * 1000), level: '#', pid: Number(signal[1]) };
  const logfmt = line.includes('message="') && /^pid=(\d+) .*?timestamp="?([^" ]+).*?level=(\w+) .*?message="((?:[^"\\]|\\.)*)"/.exec(line);
  if (logfmt) {
    const [, pid, at, level, message] = logfmt;
    return { text: (message as string).replace(/\\(.)/g, '$1'), at: isoOf(Date.parse(at as string)), level: level === 'warning' ? '#' : '*', pid: Number(pid) };
  }
  return { text: line, at: null, level: null, pid: null };
}

function fromJson(raw: string): string {
  try {
    const value: unknown = JSON.parse(raw);
    const text =
      typeof value === 'object' && value !== null
        ? ((value as Record<string, unknown>).log ?? (value as Record<string, unknown>).MESSAGE ?? (value as Record<string, unknown>).message)
        : null;
    return typeof text === 'string' ? text.replace(/\r?\n$/, '') : raw;
  } catch {
    return raw;
  }
}

function fromClassic(match: RegExpExecArray): LogLine {
  const [, pid, , oldPid, day, month, year, clock, fraction, iso, epoch, level, text] = match;
  return {
    text: text as string,
    // Most lines are passed over: their time is not worth working out.
    get at() {
      if (iso) return isoOf(Date.parse(iso));
      if (epoch) return isoOf(Number(epoch));
      return day && month && clock ? isoOf(localTime(Number(day), months.indexOf(month.toLowerCase()), year ? Number(year) : null, clock, Number(`0.${fraction ?? 0}`))) : null;
    },
    level: level as string,
    pid: Number(pid ?? oldPid),
  };
}

function localTime(day: number, month: number, year: number | null, clock: string, seconds: number): number {
  if (month < 0) return Number.NaN;
  const [hour, minute, second] = clock.split(':').map(Number) as [number, number, number];
  const now = new Date();
  const make = (inYear: number) => new Date(inYear, month, day, hour, minute, second).getTime() + Math.round(seconds * 1000);
  if (year !== null) return make(year);
  // Without a year: the latest such day that is not in the future.
  const guess = make(now.getFullYear());
  return guess > now.getTime() + 86_400_000 ? make(now.getFullYear() - 1) : guess;
}

const isoOf = (ms: number): string | null => (Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : null);
