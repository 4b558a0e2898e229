import type { TlsFact } from '../../facts/index.ts';
import { encodeCommand } from '../../redis/index.ts';
import { certificateOfPeer } from './certificate.ts';
import { exchange, type Heard } from './exchange.ts';
import { alertOf, handshake, reasonOf } from './handshake.ts';
import { open, type Peer } from './open.ts';
import { protocolOf } from './protocols.ts';

export const ping = encodeCommand(['PING']);

/** PostgreSQL's SSLRequest: it waits in silence until it is spoken to, and answers this with one letter. */
const postgresRequest = Buffer.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]);

export const unasked: TlsFact = {
  asked: false,
  state: 'silent',
  protocol: null,
  cipher: null,
  certificate: null,
  verifyError: null,
  issuerTrusted: null,
  verificationOff: false,
  nameMismatch: false,
  alert: null,
  code: null,
  reason: null,
  clientCertificateAsked: null,
  plainAnswer: null,
  ownFileProblem: null,
};

/** One own connection for one question; undefined when it does not open. */
async function ask(peer: Peer, write: Buffer | null, timeoutMs: number, signal: AbortSignal): Promise<Heard | undefined> {
  const started = performance.now();
  const { socket } = await open(peer, timeoutMs, signal);
  if (!socket) return undefined;
  const heard = await exchange(socket, write, Math.max(1, timeoutMs - (performance.now() - started)), signal);
  socket.destroy();
  return heard;
}

/** What the port answers to a plain PING, from a connection of its own. */
export const askPlain = (peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<Heard | undefined> => ask(peer, ping, timeoutMs, signal);

/** What the port says when it is only listened to: a refusal or a greeting that a reset would have swallowed. */
export const askGreeting = (peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<Heard | undefined> => ask(peer, null, timeoutMs, signal);

/** False also where no connection comes about. */
export async function isPostgres(peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  const heard = await ask(peer, postgresRequest, timeoutMs, signal);
  if (!heard) return false;
  return (heard.bytes.length === 1 && (heard.bytes[0] === 0x53 || heard.bytes[0] === 0x4e)) || protocolOf(heard.bytes) === 'postgresql';
}

export interface TlsTried {
  fact: TlsFact;
  /** What answers inside TLS to PING, where a handshake came to its end. */
  inside: Heard | undefined;
}

/** Whether the port speaks TLS: the widest handshake that OpenSSL can make, then PING inside. */
export async function tryTls(peer: Peer, serverName: string, timeoutMs: number, signal: AbortSignal): Promise<TlsTried> {
  const started = performance.now();
  const left = () => Math.max(1, timeoutMs - (performance.now() - started));
  const { socket, code } = await open(peer, timeoutMs, signal);
  if (!socket) return { fact: { ...unasked, state: code === 'ETIMEDOUT' ? 'silent' : 'closed', code }, inside: undefined };
  const shaken = await handshake(socket, serverName, { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, left(), signal);
  if (!shaken.socket) {
    const alert = alertOf(shaken.error);
    return { fact: { ...unasked, state: shaken.end === 'ok' ? 'failed' : shaken.end, alert, code: shaken.error?.code ?? null, reason: reasonOf(shaken.error) }, inside: undefined };
  }
  const tls = shaken.socket;
  const fact: TlsFact = { ...unasked, state: 'ok', protocol: tls.getProtocol(), cipher: tls.getCipher()?.name ?? null, certificate: certificateOfPeer(tls) };
  const inside = await exchange(tls, ping, left(), signal);
  tls.destroy();
  const alert = alertOf(inside.error);
  return { fact: { ...fact, alert, clientCertificateAsked: alert === 116 ? true : null }, inside };
}

/** A TLS server stands there: a handshake ended well, or the peer answered with an alert of its own. */
export const speaksTls = ({ state, alert }: TlsFact): boolean => state === 'ok' || alert !== null;
