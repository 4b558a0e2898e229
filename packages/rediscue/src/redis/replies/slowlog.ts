import { type Reply, text } from '../resp.ts';
import { type NamedCommand, nameCommand } from './command-name.ts';
import { clipped, list, number } from './shape.ts';

export interface SlowlogLine extends NamedCommand {
  id: number;
  /** When it began, in seconds since 1970, by the server's clock. */
  at: number;
  micros: number;
  client: string;
  clientName: string;
}

const most = 128;

/** SLOWLOG GET and COMMANDLOG GET … slow, newest first; the client is known since 4.0. */
export function parseSlowlog(reply: Reply): SlowlogLine[] | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: SlowlogLine[] = [];
  for (const entry of entries.slice(0, most)) {
    const [id, at, micros, words, client, clientName] = list(entry) ?? [];
    const [idNumber, atNumber, microsNumber, wordList] = [number(id), number(at), number(micros), list(words)];
    if (idNumber === undefined || atNumber === undefined || microsNumber === undefined || wordList === undefined) continue;
    found.push({
      id: idNumber,
      at: atNumber,
      micros: microsNumber,
      ...nameCommand(wordList.slice(0, 64).map((word) => text(word) ?? '')),
      client: clipped(client, 160) ?? '',
      clientName: clipped(clientName, 128) ?? '',
    });
  }
  return found.length > 0 || entries.length === 0 ? found : undefined;
}
