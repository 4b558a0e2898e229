import { request } from 'node:http';
import type { EngineAddress } from './sockets.ts';

/** The engine could not be asked: no permission, no answer in time, or an answer that is none. */
export class EngineUnavailable extends Error {
  readonly code: string | null;
  constructor(message: string, code: string | null = null) {
    super(message);
    this.name = 'EngineUnavailable';
    this.code = code;
  }
}

const mostBytes = 4 * 1024 * 1024;

interface Got {
  body: Buffer;
  /** `Docker/27.1 (linux)`, `Libpod/4.3.1 (linux)`. */
  server: string;
}

/** One GET of Docker's API. Rejects with EngineUnavailable; a body over 4 MiB is cut off and refused. */
function get(address: EngineAddress, path: string, signal: AbortSignal): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const fail = (error: NodeJS.ErrnoException) => reject(new EngineUnavailable(error.message, error.code ?? null));
  const sent = request({ ...address, path, method: 'GET', headers: { host: 'docker', accept: 'application/json' }, signal, agent: false }, (response) => {
    const parts: Buffer[] = [];
    let size = 0;
    response.on('data', (part: Buffer) => {
      size += part.length;
      if (size > mostBytes) response.destroy(new Error('the answer is too long'));
      else parts.push(part);
    });
    response.on('error', fail);
    response.on('end', () =>
      response.statusCode === 200
        ? resolve({ body: Buffer.concat(parts), server: String(response.headers.server ?? '') })
        : reject(new EngineUnavailable(`the engine answered ${response.statusCode}`)),
    );
  });
  sent.on('error', fail);
  sent.end();
  return promise;
}

/** The same, as JSON. */
export async function getJson(address: EngineAddress, path: string, signal: AbortSignal): Promise<{ value: unknown; server: string }> {
  const { body, server } = await get(address, path, signal);
  try {
    return { value: JSON.parse(body.toString('utf8')), server };
  } catch {
    throw new EngineUnavailable('the answer is no JSON');
  }
}

/**
 * Output of a container, newest lines: the frames that an engine sends without a terminal are taken apart. `since`: seconds since 1970
 * from which on it counts, and each line then begins with its time.
 */
export async function getLogs(address: EngineAddress, id: string, lines: number, signal: AbortSignal, since?: number): Promise<string> {
  const timed = since === undefined ? '' : `&timestamps=1&since=${since}`;
  return unframe((await get(address, `/containers/${id}/logs?stdout=1&stderr=1&tail=${lines}${timed}`, signal)).body);
}

/** Eight bytes before each piece: stream, three zeros, length. A terminal's output comes bare. */
export function unframe(body: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= body.length) {
    const isFrame = (body[at] as number) <= 2 && body[at + 1] === 0 && body[at + 2] === 0 && body[at + 3] === 0;
    if (!isFrame) return at === 0 ? body.toString('utf8') : Buffer.concat(parts).toString('utf8');
    const end = at + 8 + body.readUInt32BE(at + 4);
    parts.push(body.subarray(at + 8, Math.min(end, body.length)));
    at = end;
  }
  return parts.length > 0 ? Buffer.concat(parts).toString('utf8') : body.toString('utf8');
}
