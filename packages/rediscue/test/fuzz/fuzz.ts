import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

export interface FuzzResult {
  target: string;
  runs: number;
  runsPerSecond: number;
  slowestMs: number;
  /** Highest use of the JavaScript heap that was seen, in bytes. */
  heapBytes: number;
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

/** No input of this size may take longer, on any machine. */
const longestMs = 2000;
const largestHeapBytes = 512 * 1024 * 1024;

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
  const began = performance.now();
  let [done, slowestMs, heapBytes] = [0, 0, 0];
  for (; done < runs; done += 1) {
    if (performance.now() - began > seconds * 1000) break;
    if (done % 64 === 0) heapBytes = Math.max(heapBytes, process.memoryUsage().heapUsed);
    // Each run has its own seed, so that one is found again without those before it.
    const random = new Random(seed + done * 7919);
    const input = done < seeds.length ? (seeds[done] as Buffer) : mutate(random.pick(seeds), seeds, random);
    onRun?.(done, input);
    const start = performance.now();
    try {
      // Waiting for what is done already would make most targets several times slower.
      const pending = target.run(input, { random, folder });
      if (pending !== undefined) await pending;
    } catch (error) {
      throw new FuzzFailure(target.name, done, input, error instanceof Error ? error.message : String(error), error);
    }
    const took = performance.now() - start;
    slowestMs = Math.max(slowestMs, took);
    if (took > longestMs) throw new FuzzFailure(target.name, done, input, `took ${Math.round(took)} ms`);
    if (heapBytes > largestHeapBytes) throw new FuzzFailure(target.name, done, input, `the heap has grown to ${heapBytes} bytes`);
  }
  const tookSeconds = (performance.now() - began) / 1000;
  return { target: target.name, runs: done, runsPerSecond: Math.round(done / tookSeconds), slowestMs: Math.round(slowestMs * 10) / 10, heapBytes };
}
