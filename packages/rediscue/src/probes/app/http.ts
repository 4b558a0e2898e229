import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { deadline } from '../../deadline.ts';
import type { AppLook } from '../../facts/app.ts';
import { stateOf } from './failure.ts';

export interface Answer {
  state: AppLook['state'];
  status: number | null;
  type: string;
  /** At most `maxBody` bytes. */
  body: string;
}

const maxBody = 64 * 1024;
const maxRedirects = 3;

/** One GET inside its own time. Follows redirects on the same host alone. Never throws. */
export async function get(url: URL, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
  const until = performance.now() + timeoutMs;
  let at = url;
  for (let hops = 0; ; hops += 1) {
    const { answer, location } = await once(at, Math.max(1, until - performance.now()), signal);
    const isRedirect = answer.status !== null && answer.status >= 300 && answer.status < 400 && location !== null && URL.canParse(location, at.href);
    if (!isRedirect || hops === maxRedirects) return answer;
    const next = new URL(location, at);
    if (next.hostname !== url.hostname || !/^https?:$/.test(next.protocol)) return answer;
    next.username = url.username;
    next.password = url.password;
    // A login is not carried on over an open way.
    if (url.protocol === 'https:' && next.protocol === 'http:' && url.username !== '') return answer;
    at = next;
  }
}

function once(url: URL, timeoutMs: number, signal: AbortSignal): Promise<{ answer: Answer; location: string | null }> {
  return new Promise((resolve) => {
    let response: IncomingMessage | null = null;
    let body = Buffer.alloc(0);
    const finish = (state: AppLook['state']) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      request.destroy();
      const status = response?.statusCode ?? null;
      resolve({
        answer: { state: status === null ? state : 'answered', status, type: response?.headers['content-type'] ?? '', body: body.toString('utf8') },
        location: response?.headers.location ?? null,
      });
    };
    const onTime = () => finish('timed-out');
    const ask: typeof requestHttps = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = ask(url, {
      agent: false,
      headers: { accept: 'application/json, text/plain;q=0.9, */*;q=0.5', 'user-agent': 'rediscue', connection: 'close' },
      // Whether its certificate is right is not asked here; a login is only sent to whom it is meant for.
      rejectUnauthorized: url.username !== '',
    });
    const timer = deadline(timeoutMs, onTime);
    request.on('error', (error) => finish(stateOf(error)));
    request.on('response', (incoming) => {
      response = incoming;
      incoming.on('error', () => finish('reset'));
      incoming.on('end', () => finish('answered'));
      incoming.on('data', (chunk: Buffer) => {
        body = Buffer.concat([body, chunk.subarray(0, maxBody - body.length)]);
        if (body.length >= maxBody) finish('answered');
      });
    });
    if (signal.aborted) onTime();
    else signal.addEventListener('abort', onTime, { once: true });
    request.end();
  });
}
