import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Small readers of /proc. They are synchronous: nothing there waits for a disk, and a turn of the event loop for each of
 * thousands of links would cost more than the links.
 */
export function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Target of a symbolic link; null where it cannot be read. */
export function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Names in a folder; null where it cannot be read. */
export function namesIn(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}

/** All processes that are visible here; none where there is no /proc. */
export function processIds(): number[] {
  return (namesIn('/proc') ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Clock ticks a second in /proc: 100 on every architecture that Linux runs on today. */
export const ticksPerSecond = 100;

export interface ProcessStat {
  name: string;
  state: string;
  parent: number;
  /** Clock ticks of CPU, all threads. */
  cpuTicks: number;
  /** Milliseconds since 1970. */
  startedAtMs: number | null;
}

let bootMs: number | null | undefined;
/** From the uptime, which counts hundredths; `btime` in /proc/stat counts whole seconds and may be one off. */
function bootTimeMs(): number | null {
  if (bootMs === undefined) {
    const uptime = Number.parseFloat(readProc('/proc/uptime') ?? '');
    bootMs = Number.isFinite(uptime) ? Date.now() - uptime * 1000 : null;
  }
  return bootMs;
}

/** `/proc/PID/stat`: the name stands in brackets and may hold anything, so fields are counted from the last bracket. */
export function parseStat(text: string, boot: number | null): ProcessStat | null {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const started = Number(fields[19]);
  if (!Number.isFinite(started)) return null;
  return {
    name: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    parent: Number(fields[1]),
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    startedAtMs: boot === null ? null : boot + (started / ticksPerSecond) * 1000,
  };
}

/** Null when the process is gone, or is not visible here. */
export function statOf(pid: number): ProcessStat | null {
  const text = readProc(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text, bootTimeMs());
}

export interface ProcessStatus {
  uid: number | null;
  gid: number | null;
  groups: number[];
  residentBytes: number | null;
  swapBytes: number | null;
  /** The process's number in its own namespace, where it differs from ours. */
  innerPid: number | null;
  /** Effective capabilities hold CAP_DAC_OVERRIDE: permissions of files do not bind it. */
  overrides: boolean;
}

/** Text of `/proc/<pid>/status`. */
export function parseStatus(text: string): ProcessStatus {
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim();
  const numbers = (name: string) =>
    field(name)
      ?.split(/\s+/)
      .filter((word) => /^\d+$/.test(word))
      .map(Number) ?? [];
  const kilobytes = (name: string) => {
    const [value] = numbers(name);
    return value === undefined ? null : value * 1024;
  };
  const inner = numbers('NSpid');
  return {
    // Real, effective, saved, file system: the effective one decides.
    uid: numbers('Uid')[1] ?? null,
    gid: numbers('Gid')[1] ?? null,
    groups: numbers('Groups'),
    residentBytes: kilobytes('VmRSS'),
    swapBytes: kilobytes('VmSwap'),
    innerPid: inner.length > 1 ? (inner.at(-1) ?? null) : null,
    overrides: (Number.parseInt(field('CapEff')?.slice(-1) ?? '0', 16) & 2) !== 0,
  };
}

/** Null when the process is gone, or is not visible here. */
export function statusOf(pid: number): ProcessStatus | null {
  const text = readProc(`/proc/${pid}/status`);
  return text === null ? null : parseStatus(text);
}

/** Soft limit of open files; null when it cannot be read or there is none. */
export function openFilesLimit(pid: number): number | null {
  const match = /^Max open files\s+(\d+)/m.exec(readProc(`/proc/${pid}/limits`) ?? '');
  return match ? Number(match[1]) : null;
}

/** Arguments, as the process shows them now: servers overwrite theirs with `redis-server 127.0.0.1:6379`. */
export function argumentsOf(pid: number): string[] {
  return (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0').filter((word) => word.trim() !== '');
}

/** Login name of a user number, from /etc/passwd. */
export function userName(uid: number): string | null {
  const match = new RegExp(`^([^:]+):[^:]*:${uid}:`, 'm').exec(readProc('/etc/passwd') ?? '');
  return match?.[1] ?? null;
}
