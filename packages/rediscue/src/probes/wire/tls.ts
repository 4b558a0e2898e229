import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { noTlsFiles } from '../../declared/target/index.ts';
import type { SpeakFact, TlsFact } from '../../facts/index.ts';
import { judgeCertificate } from './certificate.ts';
import { askGreeting, askPlain, isPostgres, unasked } from './counter-check.ts';
import type { Heard } from './exchange.ts';
import { alertOf, handshake, reasonOf } from './handshake.ts';
import { type OwnTls, readOwnTls } from './own-files.ts';
import { protocolOf } from './protocols.ts';
import { sniffHandshake } from './sniff.ts';
import { isRedisReply, spokenOf } from './speak.ts';
import { pause, type Stage } from './stage.ts';

export interface Secured {
  fact: TlsFact;
  /** The encrypted socket, when the handshake came to its end. */
  socket: TLSSocket | null;
  /** The application's own client would trust this peer: only then may it hear a password. */
  accepted: boolean;
  own: OwnTls | null;
  /** What the port is instead, where plain text told it. */
  speak: SpeakFact | null;
}

/** The handshake that the target asks for, with the application's own files, and the search for the reason when it fails. */
export async function secure(socket: Socket, stage: Stage): Promise<Secured> {
  const { context, target, endpoint } = stage;
  const files = target.tls ?? noTlsFiles;
  const serverName = files.serverName ?? endpoint.host;
  const base: TlsFact = { ...unasked, asked: true };
  const nothing = { socket: null, accepted: false, own: null, speak: null };
  const own = await readOwnTls(files);
  if (!('context' in own)) {
    socket.destroy();
    return { ...nothing, fact: { ...base, state: 'failed', code: 'OWN_FILE', reason: own.reason, ownFileProblem: own } };
  }
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const timeoutMs = stage.deadline(2);
  const shaking = handshake(socket, serverName, { secureContext: own.context }, timeoutMs, signal);
  // Plain Redis takes a ClientHello for an unfinished command and stays silent: it is asked in plain text before the time is over.
  const plain = Promise.race([shaking, pause(stage.hedgeMs + stage.rttMs, signal)]).then(async (early) => {
    if (early) return undefined;
    const heard = await askPlain(stage.peer, Math.max(1, timeoutMs - stage.hedgeMs - stage.rttMs), signal);
    if (heard && (heard.end === 'reply' || (heard.end === 'not-resp' && protocolOf(heard.bytes) !== 'tls'))) stop.abort();
    return heard;
  });
  const shaken = await shaking;
  if (shaken.socket) {
    stop.abort();
    const judged = judgeCertificate(shaken.socket, serverName, files, own.isAuthority);
    const { accepted, ...seen } = judged;
    const fact: TlsFact = { ...base, ...seen, state: 'ok', protocol: shaken.socket.getProtocol(), cipher: shaken.socket.getCipher()?.name ?? null };
    return { fact, socket: shaken.socket, accepted, own, speak: null };
  }
  const alert = alertOf(shaken.error);
  const failed: TlsFact = { ...base, state: shaken.end === 'ok' ? 'failed' : shaken.end, alert, code: shaken.error?.code ?? null, reason: reasonOf(shaken.error) };
  if (alert !== null) {
    const asked = own.hasClientCertificate ? null : await sniffHandshake(stage.peer, serverName, own.context, stage.deadline(2), context.signal);
    return { ...nothing, own, fact: { ...failed, clientCertificateAsked: asked } };
  }
  const heard = (await plain) ?? (await askPlain(stage.peer, stage.deadline(1), context.signal));
  return { ...nothing, own, ...(await explained(failed, heard, stage)) };
}

/** What plain text tells of a port on which TLS failed. */
async function explained(failed: TlsFact, heard: Heard | undefined, stage: Stage): Promise<{ fact: TlsFact; speak: SpeakFact | null }> {
  const plainAnswer = plainAnswerOf(heard);
  const fact: TlsFact = { ...failed, plainAnswer };
  if (plainAnswer === 'resp' || plainAnswer === 'tls-alert') return { fact, speak: null };
  if (plainAnswer === 'silent') return { fact, speak: failed.state === 'silent' && heard ? spokenOf(heard).fact : null };
  if (plainAnswer === 'closed') {
    const ms = stage.deadline(1);
    const [postgres, greeting] = await Promise.all([
      isPostgres(stage.peer, ms, stage.context.signal),
      askGreeting(stage.peer, Math.min(ms, stage.hedgeMs * 2), stage.context.signal),
    ]);
    if (greeting && greeting.bytes.length > 0) {
      const told = plainAnswerOf(greeting);
      return { fact: { ...failed, plainAnswer: told }, speak: told === 'other' ? spokenOf(greeting).fact : null };
    }
    if (postgres) return { fact: { ...failed, plainAnswer: 'other' }, speak: { state: 'other', reply: null, error: null, protocol: 'postgresql', firstBytes: null } };
    return { fact, speak: null };
  }
  return { fact, speak: heard ? spokenOf(heard).fact : null };
}

function plainAnswerOf(heard: Heard | undefined): TlsFact['plainAnswer'] {
  if (!heard) return 'closed';
  if (heard.end === 'reply') return isRedisReply(heard.reply) ? 'resp' : 'other';
  if (heard.end === 'silent') return 'silent';
  if (heard.end === 'closed' || heard.end === 'reset') return 'closed';
  return protocolOf(heard.bytes) === 'tls' ? 'tls-alert' : 'other';
}
