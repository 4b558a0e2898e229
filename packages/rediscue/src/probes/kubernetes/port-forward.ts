import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { deadline } from '../../deadline.ts';
import type { Api } from './api.ts';
import { ClusterFault } from './fault.ts';
import { WebSocketStream } from './web-socket.ts';

/** The subprotocol of `pods/portforward` over WebSocket: a message begins with its channel, 0 for data and 1 for errors. */
const protocol = 'v4.channel.k8s.io';
const dataChannel = 0;
const errorChannel = 1;
/** How long the node may take to find that nothing listens in the pod. */
const refusalMs = 1500;

/** What the node says of a port of a pod. */
export type PortState = 'open' | 'refused' | { failed: string };

interface Stream {
  socket: WebSocketStream;
  /** What came before somebody listened. */
  send(payload: Buffer): boolean;
}

interface Handlers {
  data(payload: Buffer): void;
  error(message: string): void;
  close(): void;
}

/** Opens a stream to one port of a pod. Each channel first tells the port that it is for. Throws ClusterFault. */
async function openStream(api: Api, namespace: string, pod: string, port: number, handlers: Handlers): Promise<Stream> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/portforward?ports=${port}`;
  const { socket, head, protocol: agreed } = await api.upgrade(path, randomBytes(16).toString('base64'), protocol);
  if (agreed !== null && agreed !== protocol) {
    socket.destroy();
    throw new ClusterFault('failed', `the API server offers no ${protocol}`);
  }
  const greeted = new Set<number>();
  const stream = new WebSocketStream(socket, head, {
    message: (payload) => {
      const channel = payload[0];
      if (channel !== dataChannel && channel !== errorChannel) return;
      // Two bytes of the port number, once for each channel.
      if (!greeted.has(channel)) {
        greeted.add(channel);
        if (payload.length === 3 && payload.readUInt16LE(1) === port) return;
      }
      if (channel === dataChannel) handlers.data(payload.subarray(1));
      else handlers.error(payload.subarray(1).toString('utf8'));
    },
    close: () => handlers.close(),
  });
  return { socket: stream, send: (payload) => stream.send(Buffer.concat([Buffer.of(dataChannel), payload])) };
}

/**
 * Whether something listens on a port of a pod. Where it speaks plainly an inline `PING` is sent: a server of Redis answers it
 * whatever it asks for first. Throws ClusterFault.
 */
export async function portState(
  api: Api,
  { namespace, pod, port, isPlain }: { namespace: string; pod: string; port: number; isPlain: boolean },
  signal: AbortSignal,
): Promise<PortState> {
  let done: (state: PortState) => void = () => undefined;
  const state = new Promise<PortState>((resolve) => {
    done = resolve;
  });
  const stream = await openStream(api, namespace, pod, port, {
    data: () => done('open'),
    error: (message) => done(/connection refused/i.test(message) ? 'refused' : { failed: brief(message) }),
    // Who closes without a word listens, and wants something else.
    close: () => done('open'),
  });
  // Silence is no refusal: TLS waits for us, and a stopped server too.
  const limit = deadline(refusalMs, () => done('open'));
  const onAbort = () => done('open');
  signal.addEventListener('abort', onAbort, { once: true });
  if (isPlain) stream.send(Buffer.from('PING\r\n'));
  const found = await state;
  limit.clear();
  signal.removeEventListener('abort', onAbort);
  stream.socket.close();
  return found;
}

const brief = (message: string): string =>
  message
    .replace(/^error forwarding port \d+ to pod [^:]*: /, '')
    .replace(/\s+/g, ' ')
    .slice(0, 200);

/** A port of this machine's loopback behind which a port of a pod is, until it is closed. */
export class Forward {
  readonly #api: Api;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly port: number;

  private constructor(api: Api, server: Server, port: number) {
    this.#api = api;
    this.#server = server;
    this.port = port;
  }

  static async open(api: Api, namespace: string, pod: string, port: number): Promise<Forward> {
    const server = createServer({ allowHalfOpen: false });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const forward = new Forward(api, server, typeof address === 'object' && address !== null ? address.port : 0);
    server.on('connection', (socket) => void forward.#carry(socket, namespace, pod, port));
    server.unref();
    return forward;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #carry(socket: Socket, namespace: string, pod: string, port: number): Promise<void> {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.pause();
    socket.on('error', () => undefined);
    let stream: Stream | null = null;
    socket.on('close', () => {
      this.#sockets.delete(socket);
      stream?.socket.close();
    });
    try {
      stream = await openStream(this.#api, namespace, pod, port, {
        data: (payload) => {
          if (socket.destroyed || socket.write(payload)) return;
          stream?.socket.pause();
          socket.once('drain', () => stream?.socket.resume());
        },
        // As a client sees it there: the connection is gone.
        error: () => socket.resetAndDestroy(),
        close: () => socket.end(),
      });
    } catch {
      socket.resetAndDestroy();
      return;
    }
    const opened = stream;
    if (socket.destroyed) return opened.socket.close();
    socket.on('data', (payload: Buffer) => {
      if (opened.send(payload)) return;
      socket.pause();
      opened.socket.drained(() => socket.resume());
    });
    socket.resume();
  }
}
