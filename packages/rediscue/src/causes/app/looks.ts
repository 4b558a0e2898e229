import type { AppLogEvent, AppLogFact, AppLook, NeighboursFact, Place } from '../../facts/index.ts';
import { isReachedInPlace } from '../place.ts';
import { isUsable } from '../reach.ts';
import { isDown } from '../server-state.ts';
import { quoted as shellQuoted } from '../shell.ts';
import type { EndpointView, ProjectView, TargetView } from '../view.ts';

export const looksOf = (project: ProjectView): readonly AppLook[] => project.machine.get('app')?.looks ?? [];

export const logOf = (project: ProjectView): AppLogFact | undefined => project.machine.get('appLog');

/** Other servers of the application that do not take its logins now. A name that nobody here knows may be known where it runs. */
export const failingNeighbours = (project: ProjectView): NeighboursFact['neighbours'] =>
  (project.machine.get('neighbours')?.neighbours ?? []).filter(({ state }) => state !== 'ready' && state !== 'name-not-found' && state !== 'other');

/** Errors of a write that stop an application; of others (no right to the probe's own key) nothing follows. */
const stopping = /^(OOM|MISCONF|READONLY|NOREPLICAS|CLUSTERDOWN|MASTERDOWN|LOADING|BUSY|MOVED)$/;

/** Whether the application's Redis works as far as it was looked at. `unknown`: nobody could look from where the application is. */
export function stateOf(target: TargetView): 'well' | 'failing' | 'unknown' {
  const problems = target.declared?.problems ?? [];
  if (problems.some(({ kind }) => kind === 'disabled')) return 'unknown';
  if (target.consumers.length > 0 && target.consumers.every(({ looked }) => looked === 'not')) return 'unknown';
  const served = servedOf(target);
  if (served.some((at) => isUsable(at) && !stops(at))) return 'well';
  // It gets there from its own place; whether its login is taken nobody tried.
  if (served.some((at) => isReachedInPlace(at) && at.get('auth')?.outcome === 'not-judged')) return 'unknown';
  if (served.some(wasLookedAt)) return 'failing';
  return problems.some(({ kind, tolerated }) => !tolerated && kind !== 'tls-conflict') ? 'failing' : 'unknown';
}

/** Where the data is: behind Sentinels the primary that they name. */
function servedOf(target: TargetView): readonly EndpointView[] {
  if (target.declared?.kind !== 'sentinel') return target.entries;
  const primaries = target.endpoints.filter((at) => at.get('learned')?.as === 'primary');
  return primaries.length > 0 ? primaries : target.entries;
}

function wasLookedAt(at: EndpointView): boolean {
  const resolve = at.get('resolve');
  if (at.get('connect') !== undefined || (resolve !== undefined && resolve.state !== 'ok')) return true;
  // Of a container that does not run, the engine alone tells.
  return isDown(at) || (at.get('containers') !== undefined && at.get('expected') !== undefined && resolve === undefined);
}

function stops(at: EndpointView): boolean {
  const write = at.get('write');
  return write?.state === 'refused' && stopping.test(write.error ?? '') && at.target.declared?.readOnly !== true;
}

/** Endpoints that the application itself uses: what happens at a replica or a Sentinel that others named does not stop it. */
export const usedEndpoints = (targets: readonly TargetView[]): string[] => [
  ...new Set(targets.flatMap(({ endpoints }) => endpoints.filter((at) => at.isEntry || ['primary', 'node'].includes(at.get('learned')?.as ?? '')).map(({ subject }) => subject))),
];

/** Names under which health bodies and logs speak of a Redis. */
export const namesRedis = (text: string): boolean => /redis|valkey|WRONGPASS|NOAUTH/i.test(text);
const mayBeRedis = (name: string): boolean => namesRedis(name) || /cache|queue|session|broker|\bbull|celery|sidekiq|pub-?sub|rate.?limit|memory/i.test(name);

/** Dependencies that a health body calls failed, those that may be a Redis apart from the others. */
export function failedDependencies({ health }: AppLook) {
  const failed = (health?.dependencies ?? []).filter(({ isOk }) => isOk === false);
  const redis = failed.filter(({ name, text }) => mayBeRedis(name) || namesRedis(text ?? ''));
  return { redis, others: failed.filter((one) => !redis.includes(one)) };
}

/** The application answered, whatever it said: it runs. */
export const answers = ({ state, status }: AppLook): boolean => state === 'upgraded' || (state === 'answered' && (status ?? 0) < 500);

const day = 86_400_000;

/** An event that is told of a time long ago, or of none: it may be over although nothing says so. */
export function isOld({ at }: AppLogEvent, nowMs: number, afterMs = day): boolean {
  return at !== null && nowMs - Date.parse(at) > afterMs;
}

/** A container goes on after its failure, and Redis works: what it wrote may be over, though nothing says so. */
export const mayBeOver = ({ container }: AppLogFact): boolean => container?.state === 'running';

/** The command that shows what is written from now on. */
export const follow = ({ file, container }: AppLogFact): string[] =>
  container ? [`${container.runtime} logs --follow --tail 20 ${shellQuoted(container.name)}`] : file === '-' ? [] : [`tail -f ${shellQuoted(file)}`];

/** `app.log:42`, `line 42 of the log`. */
export function lineText({ file }: AppLogFact, { lastLine }: AppLogEvent): string {
  if (file === '-') return lastLine === null ? 'the log' : `line ${lastLine} of the log`;
  return lastLine === null ? file : `${file}:${lastLine}`;
}

/** The line of the log, and the line of the code that it names. */
export function eventPlaces({ file, container }: AppLogFact, { lastLine, source }: AppLogEvent): Place[] {
  return [...(file === '-' || container ? [] : [{ file, ...(lastLine !== null && lastLine > 0 && { line: lastLine }) }]), ...(source === null ? [] : [source])];
}

/** `, in app.cache at src/cache.py:42`; empty where the log does not tell. */
export function originText({ module, source }: AppLogEvent): string {
  const place = source === null ? '' : ` at ${source.file}${source.line === undefined ? '' : `:${source.line}`}`;
  return module === null && place === '' ? '' : `, ${module === null ? 'raised' : `in ${module}`}${place}`;
}

/** A part of a text of another program, short enough for a summary. */
export const brief = (text: string, length = 110): string => {
  const plain = text.replace(/[.\s]+$/, '');
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
};
