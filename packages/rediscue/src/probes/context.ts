import { signalWithin } from '../deadline.ts';
import type { AppSettings } from '../declared/app/index.ts';
import type { Fact, FactData, NotChecked, ProbeName } from '../facts/index.ts';
import type { Engines } from './runtime/engine.ts';

/** The clock that probes measure with: a narrow door, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Monotonic milliseconds. */
  tick(): number;
}

const systemClock: Clock = { now: () => Date.now(), tick: () => performance.now() };

export interface ProbeOptions {
  budgetMs: number;
  /** Length of the window over which rates are measured. */
  windowMs: number;
  /** Whether the own short-lived key may be written. */
  write: boolean;
  /** The project's folder: configurations and logs are looked for here too. */
  project: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** What is known of the application itself: its URLs, its log, its other servers. */
  app?: AppSettings | null;
  /** The container engines, where they were opened before the look: once a run is enough. */
  engines?: Promise<Engines>;
  /** Called when a window over which rates are measured is open: there is time for other work. */
  onWindow?: () => void;
}

/** What every probe gets: the time that is left, and the place where facts go. */
export class ProbeContext {
  readonly options: ProbeOptions;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly facts: Fact[] = [];
  readonly notChecked: NotChecked[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #startedTick: number;
  readonly #startedAt: number;
  #windowEnd = Number.NEGATIVE_INFINITY;

  constructor(options: ProbeOptions, signal: AbortSignal, clock: Clock = systemClock) {
    this.options = options;
    this.signal = signal;
    this.clock = clock;
    this.#startedTick = clock.tick();
    this.#startedAt = clock.now();
  }

  /** Milliseconds left of the budget, at least 0. */
  remaining(): number {
    return Math.max(0, this.options.budgetMs - (this.clock.tick() - this.#startedTick));
  }

  /** The smaller of a stage's own limit and what is left, in whole milliseconds. */
  limit(ms: number): number {
    return Math.max(1, Math.floor(Math.min(ms, this.remaining())));
  }

  /**
   * Length in milliseconds of a window over which rates are measured and that begins now. One that begins soon after another
   * ends with it, so that nobody waits for two: the clocks that it reads are exact.
   */
  windowFromNow(): number {
    const { windowMs } = this.options;
    const left = this.#windowEnd - this.clock.tick();
    if (left >= windowMs * 0.75) return this.limit(left);
    this.#windowEnd = this.clock.tick() + windowMs;
    return this.limit(windowMs);
  }

  /** Keeps a fact. `startTick` is `clock.tick()` from before the probe began. */
  record<K extends ProbeName>(probe: K, subject: string, target: string | null, data: FactData<K>, startTick: number): void {
    const end = this.clock.tick();
    this.facts.push({
      id: `e${this.facts.length + 1}`,
      probe,
      subject,
      target,
      at: new Date(this.#startedAt + (startTick - this.#startedTick)).toISOString(),
      durationMs: Math.round((end - startTick) * 100) / 100,
      data,
    } as Fact);
    for (const wake of this.#waiting) wake();
  }

  /** Waits until a fact is there, at most `ms` and never past the end of the run. */
  async known(probe: ProbeName, subject: string, target: string | null, ms: number): Promise<void> {
    const isOver = signalWithin(this.limit(ms), this.signal);
    while (!isOver.aborted && this.get(probe, subject, target) === undefined)
      await new Promise<void>((resolve) => {
        const wake = () => {
          isOver.removeEventListener('abort', wake);
          this.#waiting.delete(wake);
          resolve();
        };
        isOver.addEventListener('abort', wake, { once: true });
        this.#waiting.add(wake);
      });
  }

  /** Says what could not be looked at, and what access would help. */
  skip(what: string, why: string): void {
    if (!this.notChecked.some((entry) => entry.what === what && entry.why === why)) this.notChecked.push({ what, why });
  }

  get<K extends ProbeName>(probe: K, subject: string, target: string | null): FactData<K> | undefined {
    return this.facts.findLast((fact) => fact.probe === probe && fact.subject === subject && fact.target === target)?.data as FactData<K> | undefined;
  }
}
