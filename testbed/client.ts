import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Connection, RedisError, type Reply, text } from '../packages/rediscue/src/redis/index.ts';

export interface ClientOptions {
  host?: string;
  port?: number;
  path?: string;
  username?: string;
  password?: string;
  tls?: { ca: string; cert?: string; key?: string };
}

/** Tests ask for whole data sets. */
const bounds = { replyBytes: 512 * 1024 * 1024, replyValues: 8 * 1024 * 1024, depth: 16 };

/** A plain client for arranging faults: error replies throw unless `quietly` is asked. */
export class Client {
  readonly connection: Connection;
  constructor(connection: Connection) {
    this.connection = connection;
  }

  static async open({ host = '127.0.0.1', port, path, username, password, tls }: ClientOptions): Promise<Client> {
    const socket = tls
      ? connectTls({
          host,
          port: port as number,
          ca: readFileSync(tls.ca),
          ...(tls.cert && tls.key ? { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } : {}),
          rejectUnauthorized: false,
        })
      : path
        ? connect({ path })
        : connect({ host, port: port as number });
    await new Promise<void>((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve());
      socket.once('error', reject);
    });
    const client = new Client(new Connection(socket, bounds));
    if (password !== undefined) await client.call('AUTH', ...(username ? [username, password] : [password]));
    return client;
  }

  /** Throws on an error reply. */
  async call(...command: (string | Buffer)[]): Promise<Reply> {
    const reply = await this.quietly(...command);
    if (reply instanceof RedisError) throw new Error(`${command[0]}: ${reply.text}`);
    return reply;
  }

  /** Error replies are values. */
  quietly(...command: (string | Buffer)[]): Promise<Reply> {
    return this.connection.call(command, { timeoutMs: 30_000 });
  }

  /** The text of the error reply; null where the command is accepted. */
  async refusal(...command: (string | Buffer)[]): Promise<string | null> {
    const reply = await this.quietly(...command);
    return reply instanceof RedisError ? reply.text : null;
  }

  /** One INFO field. */
  async info(field: string): Promise<string | undefined> {
    const all = text(await this.call('INFO', 'everything')) ?? '';
    return new RegExp(`^${field}:(.*)\\r?$`, 'm').exec(all)?.[1];
  }

  close(): void {
    this.connection.close();
  }
}
