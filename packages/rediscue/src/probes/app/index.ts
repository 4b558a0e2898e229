import { resolve } from 'node:path';
import type { AppSettings, AppUrl } from '../../declared/app/index.ts';
import type { AppLogFact, AppLook } from '../../facts/app.ts';
import type { ProbeContext } from '../context.ts';
import { type ServiceLog, serviceLogs } from '../runtime/index.ts';
import { healthOf } from './health-body.ts';
import { get } from './http.ts';
import { readAppLog } from './log/index.ts';
import { tailOf } from './log/tail.ts';
import { masker, shownUrl } from './mask.ts';
import { askPostgresql } from './postgresql.ts';
import { openWebSocket } from './web-socket.ts';

/** Each request ends by then. */
const requestMs = 2000;
/** Paths at which applications usually tell of their health. */
const usualPaths = [
  ['/health', 'health'],
  ['/ready', 'ready'],
  ['/api/health', 'health'],
] as const;

type Mask = (text: string, length: number) => string;

/** The application's side: its own URLs, its log, and the other servers that it is told of. */
export async function probeApp(settings: AppSettings, redisAddresses: readonly string[], context: ProbeContext): Promise<void> {
  const mask = masker(settings.secrets);
  await Promise.all([lookAtUrls(settings.urls, mask, context), lookAtNeighbours(settings, mask, context), lookAtLog(settings, redisAddresses, mask, context)]);
}

async function lookAtUrls(urls: readonly AppUrl[], mask: Mask, context: ProbeContext): Promise<void> {
  if (urls.length === 0) return;
  const tick = context.clock.tick();
  const known = new Set(urls.map(({ url }) => shownUrl(new URL(url))));
  const looks = await Promise.all(
    urls.map(async (one) => {
      const first = await lookAt(one, new URL(one.url), one.role, false, mask, context);
      // Only an application that answers is asked further.
      if (one.role !== 'base' || first.state !== 'answered') return [first];
      const guesses = usualPaths.map(([path, role]) => ({ url: below(one.url, path), role })).filter(({ url }) => !known.has(shownUrl(url)));
      const further = await Promise.all(guesses.map(({ url, role }) => lookAt(one, url, role, true, mask, context)));
      return [first, ...further.filter(tells)];
    }),
  );
  context.record('app', 'this machine', null, { looks: looks.flat() }, tick);
}

function below(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  url.search = '';
  url.hash = '';
  return url;
}

/** A path that is not there, or that shows the application's page for everything, tells nothing. */
function tells({ state, status, health, body }: AppLook): boolean {
  if (state !== 'answered') return state === 'timed-out';
  return status !== null && (status >= 500 || (status < 300 && (health !== null || body !== null)));
}

async function lookAt({ name, place, from }: AppUrl, url: URL, role: AppLook['role'], isGuess: boolean, mask: Mask, context: ProbeContext): Promise<AppLook> {
  const tick = context.clock.tick();
  // What is left after it is for the verdict.
  const timeoutMs = Math.max(50, context.limit(requestMs + 100) - 100);
  const about = { name, place, from, role, isGuess, url: shownUrl(url) };
  const took = () => Math.round((context.clock.tick() - tick) * 10) / 10;
  if (/^wss?:$/.test(url.protocol)) {
    const { state, status, close } = await openWebSocket(url, timeoutMs, context.signal);
    const reason = close?.reason == null ? null : mask(close.reason, 120);
    return { ...about, state, status, ms: took(), body: null, health: null, close: close === null ? null : { code: close.code, reason } };
  }
  const { state, status, type, body } = await get(url, timeoutMs, context.signal);
  const ms = took();
  const read = healthOf(body, mask);
  return { ...about, state, status, ms, body: read === null ? excerpt(body, type, mask) : read.says, health: read?.health ?? null, close: null };
}

/** Pages for people may hold a whole environment: only their title is kept. */
function excerpt(body: string, type: string, mask: Mask): string | null {
  if (/html/i.test(type) || /^\s*</.test(body)) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(body)?.[1];
    // A page is no answer about health.
    return title === undefined || !/error|50\d|exception|unavailable/i.test(title) ? null : mask(title, 100);
  }
  return /^(text\/plain|$)/i.test(type.trim()) && body.trim() !== '' ? mask(body.split('\n', 3).join(' '), 200) : null;
}

async function lookAtNeighbours({ neighbours }: AppSettings, mask: Mask, context: ProbeContext): Promise<void> {
  if (neighbours.length === 0) return;
  const tick = context.clock.tick();
  const seen = await Promise.all(
    neighbours.map(async (neighbour) => {
      const start = context.clock.tick();
      const { state, reply } = await askPostgresql(neighbour, Math.max(50, context.limit(requestMs + 100) - 100), context.signal);
      const { kind, name, place, host, port } = neighbour;
      const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
      return { kind, name, place, address, state, reply: reply === null ? null : mask(reply, 200), ms: Math.round((context.clock.tick() - start) * 10) / 10 };
    }),
  );
  context.record('neighbours', 'this machine', null, { neighbours: seen }, tick);
}

async function lookAtLog({ log, services, secrets }: AppSettings, redisAddresses: readonly string[], mask: Mask, context: ProbeContext): Promise<void> {
  if (log === null) return lookAtContainerLogs(services, secrets, redisAddresses, context);
  const tick = context.clock.tick();
  try {
    const tail = log.read ?? (await tailOf(resolve(context.options.project, log.file)));
    context.record('appLog', 'this machine', null, readAppLog(log.file, tail, { mask, redisAddresses }), tick);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    context.skip(`the application's log ${log.file}`, code === 'ENOENT' ? 'there is no such file (APP_LOG)' : `it cannot be read: ${code}`);
  }
}

/** Nobody names a log: what the containers of the services wrote since they were started. Of several the one counts that tells most. */
async function lookAtContainerLogs(services: AppSettings['services'], secrets: readonly string[], redisAddresses: readonly string[], context: ProbeContext): Promise<void> {
  if (services.length === 0) return;
  const tick = context.clock.tick();
  const logs = await serviceLogs(services, context);
  const [most] = logs.map((log) => readContainerLog(log, secrets, redisAddresses)).toSorted((a, b) => tellsOf(b) - tellsOf(a));
  if (most !== undefined) context.record('appLog', 'this machine', null, most, tick);
}

function readContainerLog({ container, text, times, secrets: own }: ServiceLog, secrets: readonly string[], redisAddresses: readonly string[]): AppLogFact {
  const { name, runtime } = container;
  const tail = { text, skippedBytes: 0, skippedLines: null, times };
  return { ...readAppLog(`${runtime} logs ${name}`, tail, { mask: masker([...secrets, ...own]), redisAddresses }), container };
}

/** Failures of Redis that are not over first; of one that is down more than of one that runs. */
const tellsOf = ({ events, container }: AppLogFact): number =>
  (events.some(({ isRedis, isOver }) => isRedis && !isOver) ? 4 : 0) + (container?.state === 'running' ? 0 : 2) + (events.length > 0 ? 1 : 0);
