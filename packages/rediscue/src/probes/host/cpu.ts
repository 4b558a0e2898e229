import { namesIn, readProc, statOf, ticksPerSecond } from './proc.ts';

/** CPU time in milliseconds so far; null when it cannot be read. */
export interface CpuTime {
  mainMs: number | null;
  allMs: number | null;
}

/** Nanoseconds on a CPU are exact; clock ticks, where the kernel does not count them, are 10 ms each. */
function threadMs(pid: number, thread: string): number | null {
  const exact = /^(\d+)/.exec(readProc(`/proc/${pid}/task/${thread}/schedstat`) ?? '');
  return exact && exact[1] !== '0' ? Number(exact[1]) / 1e6 : null;
}

export function cpuTime(pid: number): CpuTime {
  const main = threadMs(pid, String(pid));
  const threads = namesIn(`/proc/${pid}/task`);
  if (main === null || threads === null) {
    const stat = statOf(pid);
    const all = stat ? (stat.cpuTicks * 1000) / ticksPerSecond : null;
    return { mainMs: threads?.length === 1 ? all : null, allMs: all };
  }
  return { mainMs: main, allMs: threads.reduce((sum, thread) => sum + (threadMs(pid, thread) ?? 0), 0) };
}

/** Share of one core over a time. */
export function share(before: number | null, after: number | null, windowMs: number): number | null {
  if (before === null || after === null || windowMs <= 0 || after < before) return null;
  return Math.round(((after - before) / windowMs) * 1000) / 1000;
}
