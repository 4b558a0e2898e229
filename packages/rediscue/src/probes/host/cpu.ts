import { namesIn, readProc, statOf, ticksPerSecond } from './proc.ts';

/** CPU time in milliseconds so far; null when it cannot be read. */
export interface CpuTime {
  mainMs: number | null;
  /** Time in which the main thread was ready to run and waited for a core. */
  mainWaitMs: number | null;
  allMs: number | null;
}

/** Nanoseconds on a CPU are exact; clock ticks, where the kernel does not count them, are 10 ms each. */
function threadTimes(pid: number, thread: string): { runMs: number; waitMs: number } | null {
  const exact = /^(\d+) (\d+)/.exec(readProc(`/proc/${pid}/task/${thread}/schedstat`) ?? '');
  return exact && exact[1] !== '0' ? { runMs: Number(exact[1]) / 1e6, waitMs: Number(exact[2]) / 1e6 } : null;
}

/** Of a process and of its main thread, which is the one that serves the commands. */
export function cpuTime(pid: number): CpuTime {
  const main = threadTimes(pid, String(pid));
  const threads = namesIn(`/proc/${pid}/task`);
  if (main === null || threads === null) {
    const stat = statOf(pid);
    const all = stat ? (stat.cpuTicks * 1000) / ticksPerSecond : null;
    return { mainMs: threads?.length === 1 ? all : null, mainWaitMs: null, allMs: all };
  }
  return { mainMs: main.runMs, mainWaitMs: main.waitMs, allMs: threads.reduce((sum, thread) => sum + (threadTimes(pid, thread)?.runMs ?? 0), 0) };
}

/** Share of one core over a time. */
export function share(before: number | null, after: number | null, windowMs: number): number | null {
  if (before === null || after === null || windowMs <= 0 || after < before) return null;
  return Math.round(((after - before) / windowMs) * 1000) / 1000;
}
