import { setTimeout as wait } from 'node:timers/promises';
import type { Endpoint, Target } from '../../declared/target/types.ts';
import type { ProcessFact } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import { cgroupOf } from './cgroup.ts';
import { cpuTime, share } from './cpu.ts';
import type { Tied } from './find-server.ts';
import { describeProcess } from './process-fact.ts';

export interface ProcessLook {
  fact: ProcessFact | null;
  /** Ends when the figures over the window are recorded. */
  done: Promise<void>;
}

/** Records the process at once, and its CPU and control group when the window is over. */
export async function lookAtProcess({ pid, tiedBy }: Tied, endpoint: Endpoint, target: Target, context: ProbeContext): Promise<ProcessLook> {
  const startTick = context.clock.tick();
  const fact = describeProcess(pid, tiedBy);
  if (!fact) return { fact: null, done: Promise.resolve() };
  const name = target.fact.name;
  context.record('process', endpoint.subject, name, fact, startTick);
  if (!fact.isServer) return { fact, done: Promise.resolve() };
  if (fact.openFiles === null) context.skip(`open files and folders of process ${pid} (${endpoint.subject})`, "they are shown to root and to the server's own user alone");
  return { fact, done: overWindow(pid, endpoint.subject, name, context) };
}

async function overWindow(pid: number, subject: string, target: string, context: ProbeContext): Promise<void> {
  const group = cgroupOf(pid);
  const startTick = context.clock.tick();
  const before = cpuTime(pid);
  const firstPeriods = group?.throttling() ?? null;
  await wait(context.windowFromNow(), undefined, { signal: context.signal }).catch(() => undefined);
  const after = cpuTime(pid);
  const lastPeriods = group?.throttling() ?? null;
  const windowMs = context.clock.tick() - startTick;
  context.record(
    'cpu',
    subject,
    target,
    {
      windowMs: Math.round(windowMs),
      mainThreadShare: share(before.mainMs, after.mainMs, windowMs),
      mainThreadWaitShare: share(before.mainWaitMs, after.mainWaitMs, windowMs),
      processShare: share(before.allMs, after.allMs, windowMs),
    },
    startTick,
  );
  if (group) context.record('cgroup', subject, target, group.fact(firstPeriods, lastPeriods), startTick);
}
