import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { deadline } from '../../deadline.ts';
import { open, type Peer } from './open.ts';

/** A socket whose incoming bytes are kept, as OpenSSL reports no CertificateRequest. */
class Tapped extends Duplex {
  seen: Buffer = Buffer.alloc(0);
  readonly #socket: Socket;
  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (this.seen.length < 32 * 1024) this.seen = Buffer.concat([this.seen, chunk]);
      this.push(chunk);
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }
  override _read(): void {
    this.#socket.resume();
  }
  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }
  override _final(done: () => void): void {
    this.#socket.end(done);
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

/**
 * Whether the server asked for a client certificate before it refused. Up to TLS 1.2 the request travels in clear; with TLS 1.3
 * alert 116 says it. Null when no server message was seen at all: then nothing in common was found before it came to that.
 */
export async function sniffHandshake(peer: Peer, serverName: string, context: SecureContext, timeoutMs: number, signal: AbortSignal): Promise<boolean | null> {
  const { socket } = await open(peer, timeoutMs, signal);
  if (!socket) return null;
  const tapped = new Tapped(socket);
  await new Promise<void>((resolve) => {
    const timer = deadline(timeoutMs, resolve);
    const done = () => {
      timer.clear();
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    const tls = connectTls({ socket: tapped, secureContext: context, rejectUnauthorized: false, ...(isIP(serverName) ? {} : { servername: serverName }) });
    tls.once('error', done).once('close', done).once('secureConnect', done);
  });
  tapped.on('error', () => undefined);
  tapped.destroy();
  return asksForCertificate(tapped.seen);
}

const handshakeRecord = 22;
const serverHello = 2;
const certificateRequest = 13;

/** Walks the clear handshake messages of a TLS 1.2 server. */
export function asksForCertificate(bytes: Buffer): boolean | null {
  const messages: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== handshakeRecord) break;
    messages.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  const flow = Buffer.concat(messages);
  let greeted = false;
  for (let at = 0; at + 4 <= flow.length; at += 4 + flow.readUIntBE(at + 1, 3)) {
    if (flow[at] === certificateRequest) return true;
    if (flow[at] === serverHello) greeted = true;
  }
  return greeted ? false : null;
}
