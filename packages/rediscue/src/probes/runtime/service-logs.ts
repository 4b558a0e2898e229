import { signalWithin } from '../../deadline.ts';
import type { ProbeContext } from '../context.ts';
import type { Engine } from './engine.ts';
import { EngineUnavailable, getLogs } from './engine-api.ts';
import { enginesFor } from './engines.ts';
import type { Inspected } from './inspect.ts';

/** What a container of a service wrote last; of one that runs, since it was started. */
export interface ServiceLog {
  container: { name: string; runtime: string; state: string };
  text: string;
  /** Time of each line, by the engine. */
  times: readonly (string | null)[];
  /** Values of its environment that a text must not show. They stay in memory. */
  secrets: readonly string[];
}

const logMs = 1200;
const mostLines = 1000;
/** Where lines are so long that these do not fit. */
const fewLines = 60;
const mostContainers = 4;
const mostInspected = 40;
/** A container that was started again so recently tells in its run before why. */
const settledMs = 60_000;

/** The logs of the services' containers, newest lines; those that cannot be had are told where the container does not run. */
export async function serviceLogs(services: readonly { service: string; project: string }[], context: ProbeContext): Promise<ServiceLog[]> {
  const signal = signalWithin(context.limit(logMs), context.signal);
  const over = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
  const found = await Promise.race([enginesFor(context).catch(() => null), over]);
  const boxes = await Promise.all(
    (found?.engines ?? []).flatMap((engine) => engine.listed.slice(0, mostInspected).map(async ({ id }) => ({ engine, box: await engine.inspect(id, signal) }))),
  );
  const own = boxes.flatMap(({ engine, box }) => {
    const { service = null, project = null } = box?.entry ?? {};
    return box !== null && services.some((each) => each.service === service && (project === null || project === each.project)) ? [{ engine, box }] : [];
  });
  const isUp = ({ box }: { box: Inspected }) => box.entry.state === 'running';
  // One that is down tells most.
  const chosen = own.toSorted((a, b) => Number(isUp(a)) - Number(isUp(b))).slice(0, mostContainers);
  const logs = await Promise.all(chosen.map(({ engine, box }) => logOf(engine, box, context, signal)));
  return logs.filter((log) => log !== null);
}

async function logOf(engine: Engine, { entry, environment }: Inspected, context: ProbeContext, signal: AbortSignal): Promise<ServiceLog | null> {
  const started = entry.startedAt === null ? Number.NaN : Date.parse(entry.startedAt);
  const isSettled = entry.state === 'running' && !(entry.restartCount > 0 && context.clock.now() - started < settledMs);
  // What it wrote before it ended and was started again is over. Of one that is down, and of one that comes and goes, it may be why.
  const ended = isSettled && entry.finishedAt !== null ? Date.parse(entry.finishedAt) : Number.NaN;
  const since = Number.isNaN(ended) ? 0 : secondOf(ended) / 1000;
  try {
    const whole = await getLogs(engine.address, entry.id, mostLines, signal, since).catch((error: unknown) => {
      if (error instanceof EngineUnavailable && /too long/.test(error.message)) return getLogs(engine.address, entry.id, fewLines, signal, since);
      throw error;
    });
    const lines = whole
      .split('\n')
      .map((line) => {
        const timed = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) (.*)$/s.exec(line);
        return { text: timed?.[2] ?? line, at: isoOf(timed?.[1]) };
      })
      .filter(({ at }) => at === null || !(Date.parse(at) < beginOf(Date.parse(at), ended, started)));
    return {
      container: { name: entry.name, runtime: engine.runtime, state: entry.state },
      text: lines.map((line) => line.text).join('\n'),
      times: lines.map(({ at }) => at),
      secrets: environment.flatMap((line) => (/^[^=]*(PASS|PWD|SECRET|TOKEN|KEY|AUTH|CREDENTIAL)[^=]*=/i.test(line) ? [line.slice(line.indexOf('=') + 1)] : [])),
    };
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    if (entry.state !== 'running') context.skip(`the log of the container ${entry.name}`, error.message);
    return null;
  }
}

const secondOf = (ms: number): number => Math.floor(ms / 1000) * 1000;
/** A file's time, which Podman takes for that of the end, runs a little behind the clock; nothing starts again so soon. */
const behindMs = 10;

/**
 * From when on a line belongs to the run that goes on. The start is noted after the first lines: the end before tells. Podman's API
 * cuts the times of lines to whole seconds: there the start's second tells. Where the end stands in the same one, its lines may be of
 * either run: what failed before must not alarm, and what still fails is written again.
 */
function beginOf(at: number, ended: number, started: number): number {
  if (at % 1000 !== 0) return ended + behindMs;
  return Number.isNaN(started) || secondOf(started) <= secondOf(ended) ? secondOf(ended) + 1000 : secondOf(started);
}

function isoOf(text: string | undefined): string | null {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
