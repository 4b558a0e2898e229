import { clip } from './shape.ts';

export interface NamedCommand {
  /** In upper case, with the sub-command where there is one: `CONFIG SET`. */
  command: string;
  /** The first key, or the pattern of KEYS; null when there is none or it cannot be told from a value. */
  key: string | null;
  /** Arguments after the name, those that the server did not keep counted too. */
  arguments: number;
}

/** Commands whose second word says what they do. */
const containers = new Set([
  'ACL',
  'CLIENT',
  'CLUSTER',
  'COMMAND',
  'COMMANDLOG',
  'CONFIG',
  'DEBUG',
  'FUNCTION',
  'LATENCY',
  'MEMORY',
  'MODULE',
  'OBJECT',
  'PUBSUB',
  'SCRIPT',
  'SENTINEL',
  'SLOWLOG',
  'XGROUP',
  'XINFO',
]);
/** Sub-commands that are followed by a key. */
const keyedSubcommands = new Set(['DEBUG OBJECT', 'MEMORY USAGE', 'OBJECT ENCODING', 'OBJECT FREQ', 'OBJECT IDLETIME', 'OBJECT REFCOUNT']);
/** Commands without a key: what follows may be a secret, a value or a number. */
const keyless = new Set([
  'AUTH',
  'HELLO',
  'ECHO',
  'PING',
  'PUBLISH',
  'SPUBLISH',
  'SUBSCRIBE',
  'PSUBSCRIBE',
  'SSUBSCRIBE',
  'SELECT',
  'SWAPDB',
  'SCAN',
  'MIGRATE',
  'REPLICAOF',
  'SLAVEOF',
  'REPLCONF',
  'PSYNC',
  'SYNC',
  'FLUSHALL',
  'FLUSHDB',
  'SAVE',
  'BGSAVE',
  'BGREWRITEAOF',
  'SHUTDOWN',
  'FAILOVER',
  'INFO',
  'DBSIZE',
  'RANDOMKEY',
  'WAIT',
  'WAITAOF',
  'ROLE',
  'TIME',
  'MONITOR',
  'MULTI',
  'EXEC',
  'DISCARD',
  'UNWATCH',
  'LASTSAVE',
  'LOLWUT',
  'QUIT',
  'RESET',
  'XREAD',
  'XREADGROUP',
  'ASKING',
  'READONLY',
  'READWRITE',
]); // prettier-ignore
/** Position of the first key where it is not the first word; a count of keys stands before it. */
const counted: Readonly<Record<string, number>> = {
  EVAL: 2,
  EVALSHA: 2,
  EVAL_RO: 2,
  EVALSHA_RO: 2,
  FCALL: 2,
  FCALL_RO: 2,
  ZUNION: 1,
  ZINTER: 1,
  ZDIFF: 1,
  SINTERCARD: 1,
  ZINTERCARD: 1,
  LMPOP: 1,
  ZMPOP: 1,
  BLMPOP: 2,
  BZMPOP: 2,
}; // prettier-ignore

/** What may be told of a command: its name, its first key, how many arguments. Values are not kept. */
export function nameCommand(words: readonly string[]): NamedCommand {
  const first = (words[0] ?? '').toUpperCase();
  const second = (words[1] ?? '').toUpperCase();
  const isContainer = containers.has(first) && /^[A-Z-]{2,24}$/.test(second);
  const command = isContainer ? `${first} ${second}` : first;
  return { command: clip(command, 64), key: keyOf(first, command, words), arguments: countArguments(words) };
}

function keyOf(first: string, command: string, words: readonly string[]): string | null {
  const at = (index: number) => {
    const word = words[index];
    return word === undefined || isCutMark(word) ? null : clip(word, 256);
  };
  if (keyedSubcommands.has(command) || first === 'XGROUP' || first === 'XINFO') return at(2);
  if (containers.has(first) || keyless.has(first)) return null;
  const count = counted[first];
  if (count !== undefined) return Number(words[count]) >= 1 ? at(count + 1) : null;
  if (first === 'BITOP') return at(2);
  return at(1);
}

/** The server keeps 32 words and says of the rest `... (70 more arguments)`. */
function countArguments(words: readonly string[]): number {
  const last = words.at(-1) ?? '';
  const more = /^\.\.\. \((\d{1,9}) more arguments\)$/.exec(last)?.[1];
  return more === undefined ? Math.max(0, words.length - 1) : Math.max(0, words.length - 2) + Number(more);
}

const isCutMark = (word: string): boolean => /^\.\.\. \(\d+ more arguments\)$/.test(word);
