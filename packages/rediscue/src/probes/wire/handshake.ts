import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { deadline } from '../../deadline.ts';

export interface Shaken {
  end: 'ok' | 'failed' | 'silent' | 'closed';
  socket: TLSSocket | null;
  error: NodeJS.ErrnoException | null;
}

/** A TLS handshake over an open socket. Judges nothing: the certificate is looked at afterwards, so that all of its faults are seen. */
export function handshake(socket: Socket, serverName: string, options: ConnectionOptions, timeoutMs: number, signal: AbortSignal): Promise<Shaken> {
  return new Promise((resolve) => {
    const finish = (shaken: Shaken) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      tls.removeAllListeners('secureConnect').off('error', onError).off('close', onClose);
      tls.on('error', () => undefined);
      if (!shaken.socket) tls.destroy();
      resolve(shaken);
    };
    const onTime = () => finish({ end: 'silent', socket: null, error: null });
    const onError = (error: NodeJS.ErrnoException) => finish({ end: isClose(error) ? 'closed' : 'failed', socket: null, error });
    const onClose = () => finish({ end: 'closed', socket: null, error: null });
    const timer = deadline(timeoutMs, onTime);
    // An address has no place in SNI.
    const tls = connectTls({ ...options, socket, ...(isIP(serverName) ? {} : { servername: serverName }), rejectUnauthorized: false, checkServerIdentity: () => undefined });
    tls.once('secureConnect', () => finish({ end: 'ok', socket: tls, error: null }));
    tls.on('error', onError).on('close', onClose);
    if (signal.aborted) onTime();
    else signal.addEventListener('abort', onTime, { once: true });
  });
}

const isClose = ({ code }: NodeJS.ErrnoException): boolean => code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED';

/** The number of the alert that the peer sent, out of OpenSSL's message. */
export function alertOf(error: Error | null): number | null {
  const number = /SSL alert number (\d+)/.exec(error?.message ?? '')?.[1];
  return number === undefined ? null : Number(number);
}

/** OpenSSL's reason without its file names and addresses. */
export function reasonOf(error: Error | null): string | null {
  if (error === null) return null;
  const parts = error.message.trim().split(':');
  return (parts.length > 5 ? (parts[5] ?? error.message) : error.message).slice(0, 200);
}
