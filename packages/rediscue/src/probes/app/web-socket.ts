import { randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { deadline } from '../../deadline.ts';
import type { AppLook } from '../../facts/app.ts';
import { stateOf } from './failure.ts';

export interface SocketAnswer {
  state: AppLook['state'];
  /** Of an answer that is no upgrade. */
  status: number | null;
  close: { code: number; reason: string | null } | null;
}

/** How long an open socket is listened to: who cannot work closes soon. */
const listenMs = 700;
const maxBytes = 64 * 1024;

/** Asks for a web socket, and listens for a while whether the application closes it. Never throws. */
export function openWebSocket(url: URL, timeoutMs: number, signal: AbortSignal): Promise<SocketAnswer> {
  return new Promise((resolve) => {
    let socket: Duplex | null = null;
    const finish = (answer: SocketAnswer) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      // A close frame of our own, masked with zeros as nothing in it is secret: 1000, normal.
      if (socket?.writable) socket.end(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]));
      socket?.on('error', () => undefined);
      setTimeout(() => socket?.destroy(), 50).unref();
      request.destroy();
      resolve(answer);
    };
    const onTime = () => finish({ state: socket === null ? 'timed-out' : 'upgraded', status: null, close: null });
    const asked = new URL(url.href.replace(/^ws/i, 'http'));
    const ask: typeof requestHttps = url.protocol === 'wss:' ? requestHttps : requestHttp;
    const request = ask(asked, {
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        origin: asked.origin,
        'user-agent': 'rediscue',
      },
      rejectUnauthorized: url.username !== '',
    });
    let timer = deadline(timeoutMs, onTime);
    request.on('error', (error) => finish({ state: stateOf(error), status: null, close: null }));
    request.on('response', ({ statusCode = null }) => finish({ state: 'answered', status: statusCode, close: null }));
    request.on('upgrade', (_, opened, head) => {
      socket = opened;
      let bytes: Buffer = head;
      const take = () => {
        const close = closeFrame(bytes);
        if (close !== null) finish({ state: 'upgraded', status: 101, close });
        else if (bytes.length > maxBytes) finish({ state: 'upgraded', status: 101, close: null });
      };
      // Without a close frame the end is abnormal, which is called 1006.
      const onEnd = () => finish({ state: 'upgraded', status: 101, close: { code: 1006, reason: null } });
      timer.clear();
      timer = deadline(Math.min(listenMs, timeoutMs), () => finish({ state: 'upgraded', status: 101, close: null }));
      opened.on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        take();
      });
      opened.on('error', onEnd).on('end', onEnd);
      take();
    });
    if (signal.aborted) onTime();
    else signal.addEventListener('abort', onTime, { once: true });
    request.end();
  });
}

/** The close frame among a server's frames; null while there is none. */
function closeFrame(bytes: Buffer): { code: number; reason: string | null } | null {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 0x0f;
    let length = (bytes[at + 1] ?? 0) & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (start + 2 > bytes.length) return null;
      length = bytes.readUInt16BE(start);
      start += 2;
    } else if (length === 127) return null;
    if (start + length > bytes.length) return null;
    if (opcode === 8) {
      const payload = bytes.subarray(start, start + length);
      if (payload.length < 2) return { code: 1005, reason: null };
      return { code: payload.readUInt16BE(0), reason: payload.subarray(2).toString('utf8') || null };
    }
    at = start + length;
  }
  return null;
}
