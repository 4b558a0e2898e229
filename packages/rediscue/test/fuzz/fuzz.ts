import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

export interface FuzzResult {
  target: string;
  runs: number;
  runsPerSecond: number;
  /** Time of the processor for the input that took longest, in milliseconds. */
  slowestMs: number;
  /** What is held after a collection, at most, in bytes. */
  heapBytes: number;
  /** What the target counted. */
  counts: Readonly<Record<string, number>>;
}

/** One input was taken wrongly. `input` is what to look at, and `run` finds it again. */
export class FuzzFailure extends Error {
  readonly target: string;
  readonly run: number;
  readonly input: Buffer;
  constructor(target: string, run: number, input: Buffer, reason: string, cause?: unknown) {
    super(`${target}, run ${run}: ${reason}`, { cause });
    this.name = 'FuzzFailure';
    this.target = target;
    this.run = run;
    this.input = input;
  }
}

/**
 * Longest time of the processor for one input, in units of the work that `calibrated` does: about two seconds on a machine where
 * that takes 10 ms. It is the thread's own time, so neither another process nor a slow machine makes an input slow.
 */
const longestUnits = 200;
/** What may be held once everything has been collected. */
const largestHeapBytes = 256 * 1024 * 1024;
const runsBetweenCollections = 2_000;

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds of the processor for a fixed piece of the work that readers do: matching, cutting and keeping text. The best of five. */
function calibrated(): number {
  const text = 'name: value # "quoted", ${REFERENCE:-other}\n'.repeat(5_000);
  const times = Array.from({ length: 5 }, () => {
    const start = cpuMs();
    const words = new Map<string, number>();
    for (const { 0: word, index } of text.matchAll(/[A-Za-z]+|"[^"]*"|[^\s\w]/g)) words.set(`${word}${index % 4_096}`, index);
    return cpuMs() - start;
  });
  return Math.max(5, Math.min(...times));
}

let unitMs: number | undefined;

/** What is held when nothing is left to collect, in bytes. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

export interface FuzzBounds {
  runs: number;
  seed: number;
  seconds: number;
  /** For what only reads files. */
  folder: string;
}

/** Runs one target until `runs` or the time is over. Rejects with FuzzFailure. `onRun` sees each input before it is taken. */
export async function fuzz(target: FuzzTarget, { runs, seed, seconds, folder }: FuzzBounds, onRun?: (run: number, input: Buffer) => void): Promise<FuzzResult> {
  const seeds = target.seeds();
  if (seeds.length === 0) throw new Error(`${target.name} has no seeds`);
  unitMs ??= calibrated();
  const longestMs = longestUnits * unitMs;
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  let [done, slowestMs, heapBytes] = [0, 0, 0];
  const began = performance.now();
  for (; done < runs; done += 1) {
    if (done > 0 && performance.now() - began > seconds * 1000) break;
    if (done % runsBetweenCollections === 0) heapBytes = Math.max(heapBytes, heldBytes());
    // Each run has its own seed, so that one is found again without those before it.
    const random = new Random(seed + done * 7919);
    const input = done < seeds.length ? (seeds[done] as Buffer) : mutate(random.pick(seeds), seeds, random);
    onRun?.(done, input);
    const start = cpuMs();
    try {
      // Waiting for what is done already would make most targets several times slower.
      const pending = target.run(input, { random, folder, count });
      if (pending !== undefined) await pending;
    } catch (error) {
      throw new FuzzFailure(target.name, done, input, error instanceof Error ? error.message : String(error), error);
    }
    const took = cpuMs() - start;
    slowestMs = Math.max(slowestMs, took);
    if (took > longestMs) throw new FuzzFailure(target.name, done, input, `took ${Math.round(took)} ms of the processor, and no input may take more than ${Math.round(longestMs)}`);
    if (heapBytes > largestHeapBytes) throw new FuzzFailure(target.name, done, input, `${heapBytes} bytes are held after a collection`);
  }
  const tookSeconds = (performance.now() - began) / 1000;
  return { target: target.name, runs: done, runsPerSecond: Math.round(done / tookSeconds), slowestMs: Math.round(slowestMs * 10) / 10, heapBytes, counts };
}
