import { readdirSync, readFileSync } from 'node:fs';
import { type Reply, RespDecoder } from '../../src/redis/index.ts';

export interface Recorded {
  /** `redis-7.0.15`. */
  server: string;
  /** Which of the servers was asked: primary, replica, cluster, sentinel. */
  from: string;
  command: string;
  protocol: 2 | 3;
  bytes: Buffer;
}

/** All replies that `record.ts` has written, of every version. */
export function recorded(): Recorded[] {
  const folder = new URL('.', import.meta.url);
  const found: Recorded[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const replies = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>;
    for (const [name, bytes] of Object.entries(replies)) {
      const [, from, command, protocol] = /^(\w+): (.*) \(RESP([23])\)$/.exec(name) ?? [];
      if (from !== undefined && command !== undefined)
        found.push({ server: file.replace('.json', ''), from, command, protocol: protocol === '3' ? 3 : 2, bytes: Buffer.from(bytes, 'latin1') });
    }
  }
  return found;
}

export function decodeOne(bytes: Buffer): Reply {
  const replies = new RespDecoder().push(bytes);
  if (replies.length !== 1) throw new Error(`${replies.length} replies instead of one`);
  return replies[0] as Reply;
}
