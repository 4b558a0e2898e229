import { createConnection, type Socket } from 'node:net';
import { deadline } from '../../deadline.ts';
import { type Endpoint, reachedPort } from '../../declared/target/index.ts';

/** Where a socket leads: an IP address with its port, or a unix socket. */
export interface Peer {
  address: string;
  port: number;
  path: string | null;
}

export const peerOf = (endpoint: Endpoint, address: string): Peer => ({ address, port: reachedPort(endpoint), path: endpoint.path });

export interface Opened {
  socket: Socket | null;
  /** The system's code when it did not open; `ETIMEDOUT` when the time ran out. */
  code: string | null;
}

/** Opens a socket inside a deadline. Never rejects; a socket that did not open is destroyed. */
export function open(peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<Opened> {
  return new Promise((resolve) => {
    let socket: Socket;
    const finish = (opened: Opened) => {
      timer.clear();
      signal.removeEventListener('abort', onAbort);
      socket.removeAllListeners();
      // An error that nobody awaits any more must not end the process.
      socket.on('error', () => undefined);
      if (!opened.socket) socket.destroy();
      resolve(opened);
    };
    const onAbort = () => finish({ socket: null, code: 'ETIMEDOUT' });
    const timer = deadline(timeoutMs, onAbort);
    socket = createConnection(peer.path === null ? { host: peer.address, port: peer.port } : { path: peer.path });
    socket.setNoDelay(true);
    socket.once('connect', () => finish({ socket, code: null }));
    socket.once('error', (error: NodeJS.ErrnoException) => finish({ socket: null, code: error.code ?? error.message }));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
