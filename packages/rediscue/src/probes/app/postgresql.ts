import { connect, type Socket } from 'node:net';
import { deadline } from '../../deadline.ts';
import type { Neighbour } from '../../declared/app/index.ts';
import type { NeighboursFact } from '../../facts/app.ts';

type Seen = Pick<NeighboursFact['neighbours'][number], 'state' | 'reply'>;

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const maxBytes = 4096;

/** Asks a PostgreSQL server whether it takes logins, and goes before it would log in. Never throws. */
export async function askPostgresql(neighbour: Neighbour, timeoutMs: number, signal: AbortSignal): Promise<Seen> {
  const until = performance.now() + timeoutMs;
  const left = () => Math.max(1, until - performance.now());
  const tls = await talk(neighbour, sslRequest, 1, left(), signal);
  if (tls.failure !== null) return { state: tls.failure, reply: null };
  const [answer] = tls.bytes;
  // `S`: it speaks TLS; the start-up message is tried without, which is also answered, if only with a refusal.
  if (answer !== 0x53 && answer !== 0x4e && answer !== 0x45) return { state: tls.bytes.length === 0 ? 'failed' : 'other', reply: null };
  const greeting = await talk(neighbour, startUp(neighbour.user), 5, left(), signal);
  if (greeting.failure !== null) return { state: greeting.failure, reply: null };
  return judged(greeting.bytes);
}

function startUp(user: string): Buffer {
  const body = Buffer.from(`user\0${user.replaceAll('\0', '')}\0database\0postgres\0application_name\0rediscue\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196608, 4);
  return Buffer.concat([head, body]);
}

function judged(bytes: Buffer): Seen {
  const messages = messagesIn(bytes);
  const refusal = messages.find(({ kind }) => kind === 'E');
  if (refusal === undefined) return { state: messages[0]?.kind === 'R' ? 'ready' : bytes.length === 0 ? 'failed' : 'other', reply: null };
  const fields = new Map(
    refusal.body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  const code = fields.get('C') ?? '';
  const reply = `${code} ${fields.get('M') ?? ''}`.trim().slice(0, 200);
  if (code === '57P03') return { state: 'starting', reply };
  if (code === '53300') return { state: 'full', reply };
  // Who refuses this user or database takes others: it is ready.
  return { state: /^(28|3D|0A|42|08)/.test(code) ? 'ready' : 'failed', reply };
}

interface Message {
  kind: string;
  body: Buffer;
}

/** The messages of an answer that are whole. */
function messagesIn(bytes: Buffer): Message[] {
  const found: Message[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + Math.max(4, bytes.readInt32BE(at + 1));
    if (end > bytes.length) break;
    found.push({ kind: String.fromCharCode(bytes[at] ?? 0), body: bytes.subarray(at + 5, end) });
    at = end;
  }
  return found;
}

/** A server that wants no login says so first, and then whether it has room: the last word is an error, or that it waits for a query. */
function isSaid(bytes: Buffer): boolean {
  const messages = messagesIn(bytes);
  const [first] = messages;
  const needsNoLogin = first?.kind === 'R' && first.body.length >= 4 && first.body.readInt32BE(0) === 0;
  return needsNoLogin ? messages.some(({ kind }) => kind === 'E' || kind === 'Z') : messages.length > 0;
}

interface Heard {
  bytes: Buffer;
  failure: Seen['state'] | null;
}

function talk({ host, port, via }: Neighbour, send: Buffer, least: number, timeoutMs: number, signal: AbortSignal): Promise<Heard> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const finish = (failure: Seen['state'] | null) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      socket.destroy();
      resolve({ bytes, failure });
    };
    const onTime = () => finish(bytes.length >= least ? null : 'timed-out');
    const socket: Socket = connect(via ?? { host, port });
    const timer = deadline(timeoutMs, onTime);
    socket.on('connect', () => socket.write(send));
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (least === 1 || isSaid(bytes) || bytes.length >= maxBytes) finish(null);
    });
    socket.on('end', () => finish(null));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => finish(failures[code ?? ''] ?? 'failed'));
    if (signal.aborted) onTime();
    else signal.addEventListener('abort', onTime, { once: true });
  });
}

const failures: Readonly<Record<string, Seen['state']>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};
