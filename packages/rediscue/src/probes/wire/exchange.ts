import type { Socket } from 'node:net';
import { deadline } from '../../deadline.ts';
import { ProtocolError, Push, type Reply, RespDecoder } from '../../redis/index.ts';

/** What came back on a socket: a whole RESP reply, or what there was until the peer or the time ended it. */
export interface Heard {
  end: 'reply' | 'not-resp' | 'silent' | 'dribble' | 'closed' | 'reset';
  reply: Reply | undefined;
  /** The first bytes, at most `headBytes`. */
  bytes: Buffer;
  /** The error of the socket, when one ended it: late TLS alerts come this way. */
  error: Error | null;
}

const headBytes = 512;
/** No answer to PING is longer: what goes on is endless. */
const bounds = { replyBytes: 16 * 1024, depth: 4, replyValues: 64 };

/**
 * Writes (null: only listens) and waits for one RESP reply. The socket stays open and silent afterwards, ready for the
 * next owner, unless the peer ended it. Memory and time are bounded, whatever the peer sends.
 */
export function exchange(socket: Socket, write: Buffer | null, timeoutMs: number, signal: AbortSignal): Promise<Heard> {
  return new Promise((resolve) => {
    const decoder = new RespDecoder(bounds);
    let bytes: Buffer = Buffer.alloc(0);
    let received = 0;
    const finish = (end: Heard['end'], reply?: Reply, error: Error | null = null) => {
      timer.clear();
      signal.removeEventListener('abort', onTime);
      socket.off('data', onData).off('error', onError).off('end', onEnd).off('close', onEnd);
      socket.pause();
      resolve({ end, reply, bytes, error });
    };
    const onTime = () => finish(received > 0 ? 'dribble' : 'silent');
    const onError = (error: NodeJS.ErrnoException) => finish(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'closed', undefined, error);
    const onEnd = () => finish(received > 0 ? 'not-resp' : 'closed');
    const onData = (chunk: Buffer) => {
      received += chunk.length;
      if (bytes.length < headBytes) bytes = Buffer.concat([bytes, chunk.subarray(0, headBytes - bytes.length)]);
      try {
        const reply = decoder.push(chunk).find((item) => !(item instanceof Push));
        if (reply !== undefined) finish('reply', reply);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        // An endless reply begins as RESP does; what never was RESP is something else.
        finish(/larger|longer|deeper/.test(error.message) ? 'dribble' : 'not-resp');
      }
    };
    const timer = deadline(timeoutMs, onTime);
    socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd);
    if (signal.aborted) onTime();
    else if (socket.destroyed) finish('closed');
    else {
      signal.addEventListener('abort', onTime, { once: true });
      if (write) socket.write(write);
      socket.resume();
    }
  });
}
