import type { Endpoint, Target } from '../../declared/target/index.ts';
import type { FactData, ProbeName } from '../../facts/index.ts';
import type { ProbeContext } from '../context.ts';
import type { Peer } from './open.ts';

/** Time for one answer of a server that is near: a little less than the second after which a person takes it for dead. */
const answerMs = 900;
/** The most that a slow path may stretch a stage to. */
const slowestMs = 2500;

/** What every stage after the connection needs. */
export interface Stage {
  endpoint: Endpoint;
  target: Target;
  context: ProbeContext;
  peer: Peer;
  /** The longest round trip so far: connecting, then the first answer. A proxy that is near may lead to a server that is not. */
  rttMs: number;
  /** Deadline for `turns` round trips: a second, or more on a path that was seen to be slow. */
  deadline(turns: number): number;
  /** When a silent peer is asked other questions beside: late enough for a healthy one to have answered. */
  hedgeMs: number;
  /** Keeps the fact of a stage that began at `startTick`. */
  record<K extends ProbeName>(probe: K, data: FactData<K>, startTick: number): void;
}

export function stageOf(endpoint: Endpoint, target: Target, context: ProbeContext, peer: Peer, rttMs: number): Stage {
  const stage: Stage = {
    endpoint,
    target,
    context,
    peer,
    rttMs,
    deadline: (turns) => context.limit(Math.min(slowestMs, Math.max(answerMs, 3 * turns * stage.rttMs))),
    hedgeMs: Math.max(120, 2.5 * rttMs),
    record: (probe, data, startTick) => context.record(probe, endpoint.subject, target.fact.name, data, startTick),
  };
  return stage;
}

/** Resolves after a time, or at once when the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
