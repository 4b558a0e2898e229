import type { TLSSocket } from 'node:tls';
import type { Credentials } from '../../declared/target/index.ts';
import { Connection, RedisError } from '../../redis/index.ts';
import { handshake } from './handshake.ts';
import { open } from './open.ts';
import type { OwnTls } from './own-files.ts';
import type { Stage } from './stage.ts';

/** A further connection to a peer that was already judged: opened, encrypted, logged in, selected. Null when any of that fails. */
export async function openAgain(stage: Stage, own: OwnTls | null, credentials: Credentials | null, database: number | null): Promise<Connection | null> {
  const { signal } = stage.context;
  const { socket } = await open(stage.peer, stage.deadline(1), signal);
  if (!socket) return null;
  let ready: TLSSocket | typeof socket = socket;
  if (own) {
    const shaken = await handshake(socket, stage.target.tls?.serverName ?? stage.endpoint.host, { secureContext: own.context }, stage.deadline(2), signal);
    if (!shaken.socket) return null;
    ready = shaken.socket;
  }
  const connection = new Connection(ready);
  const commands: string[][] = [];
  if (credentials && credentials.password !== null)
    commands.push(credentials.username === null ? ['AUTH', credentials.password] : ['AUTH', credentials.username, credentials.password]);
  if (database) commands.push(['SELECT', String(database)]);
  if (commands.length === 0) return connection;
  try {
    const replies = await connection.pipeline(commands, { timeoutMs: stage.deadline(1), signal });
    if (!(replies[0] instanceof RedisError)) return connection;
  } catch {
    // Whoever asked for the connection sees that there is none; the wire's own facts say why.
  }
  connection.close();
  return null;
}
