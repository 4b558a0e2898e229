/**
 * Runs every fuzz target, or those whose name contains one of `--target`:
 *
 *   npm run fuzz -- --runs 1000000 --seed 1 --seconds 600 --target replies/ --target files/
 *
 * `--runs` and `--seconds` are for all targets together. A worker does the work; this thread sees when it hangs.
 * Exit status: 0 all taken well, 1 an input was not: it is written to a file whose name is told.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type FuzzBounds, FuzzFailure, type FuzzResult, fuzz } from './fuzz.ts';
import { fuzzTargets } from './targets.ts';

interface Job extends FuzzBounds {
  target: string;
  /** Length and bytes of the input that is being taken: readable also while the worker hangs. */
  current: SharedArrayBuffer;
  progress: SharedArrayBuffer;
}

type Message = { result: FuzzResult } | { failure: string };

const largestInput = 256 * 1024;
const stuckMs = 20_000;
/** One input that needs more ends the worker, whose stack is as large as that of the thread on which the program reads. */
const largestHeapMb = 512;

if (isMainThread) await main();
else await work(workerData as Job);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      seconds: { type: 'string', default: '600' },
      target: { type: 'string', multiple: true, default: [''] },
    },
  });
  const [runs, seed, seconds] = [values.runs, values.seed, values.seconds].map(Number) as [number, number, number];
  if ([runs, seed, seconds].some((value) => !Number.isFinite(value) || value < 0)) throw new Error('--runs, --seed and --seconds are numbers');
  const chosen = fuzzTargets.filter(({ name }) => values.target.some((part) => name.toLowerCase().includes(part.toLowerCase())));
  if (chosen.length === 0) throw new Error(`no such target; there are: ${fuzzTargets.map(({ name }) => name).join(', ')}`);
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rediscue-fuzz-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  process.stdout.write(`seed ${seed}, ${chosen.length} targets\n`);
  const began = performance.now();
  let [total, isWell] = [0, true];
  for (const [index, { name }] of chosen.entries()) {
    // What a quick target leaves of its share goes to those after it.
    const left = chosen.length - index;
    const share = (seconds - (performance.now() - began) / 1000) / left;
    if (share <= 0) break;
    const job: Job = {
      target: name,
      runs: Math.ceil((runs - total) / left),
      seed,
      seconds: share,
      folder,
      current: new SharedArrayBuffer(largestInput + 4),
      progress: new SharedArrayBuffer(4),
    };
    const outcome = await supervise(job);
    if ('failure' in outcome) {
      isWell = false;
      const file = join(tmpdir(), `rediscue-fuzz-${name.replace(/\W+/g, '-')}-${seed}.bin`);
      writeFileSync(file, inputOf(job));
      process.stdout.write(`FAILED ${outcome.failure}\n  input: ${file}\n`);
      continue;
    }
    const { result } = outcome;
    total += result.runs;
    process.stdout.write(
      `${name.padEnd(40)} ${String(result.runs).padStart(9)} runs ${String(result.runsPerSecond).padStart(8)}/s  slowest ${result.slowestMs} ms  held ${Math.round(result.heapBytes / 1048576)} MiB${Object.entries(
        result.counts,
      )
        .map(([what, times]) => `  ${what} ${times}`)
        .join('')}\n`,
    );
  }
  const tookSeconds = (performance.now() - began) / 1000;
  process.stdout.write(
    `${total} runs in ${tookSeconds.toFixed(1)} s: ${Math.round(total / tookSeconds)}/s, resident ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most\n`,
  );
  process.exitCode = isWell ? 0 : 1;
}

function supervise(job: Job): Promise<Message> {
  const worker = new Worker(new URL(import.meta.url), { workerData: job, resourceLimits: { maxOldGenerationSizeMb: largestHeapMb, stackSizeMb: 1 } });
  const progress = new Int32Array(job.progress);
  return new Promise((resolve) => {
    let seen = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now === seen) end({ failure: `${job.target}, run ${now}: hangs` });
      seen = now;
    }, stuckMs);
    const end = (message: Message) => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(message));
    };
    worker.once('message', end);
    worker.once('error', (error) => end({ failure: `${job.target}, run ${Atomics.load(progress, 0)}: ${error}` }));
  });
}

async function work(job: Job): Promise<void> {
  const target = fuzzTargets.find(({ name }) => name === job.target);
  if (target === undefined) throw new Error(`no target ${job.target}`);
  const [progress, length, bytes] = [new Int32Array(job.progress), new Int32Array(job.current, 0, 1), new Uint8Array(job.current, 4)];
  let message: Message;
  try {
    const result = await fuzz(target, job, (run, input) => {
      bytes.set(input.subarray(0, largestInput));
      length[0] = Math.min(input.length, largestInput);
      Atomics.store(progress, 0, run);
    });
    message = { result };
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    message = { failure: `${error.message}\n${error.cause instanceof Error ? error.cause.stack : ''}` };
  }
  parentPort?.postMessage(message);
}

function inputOf(job: Job): Uint8Array {
  return new Uint8Array(job.current, 4, new Int32Array(job.current, 0, 1)[0]).slice();
}
