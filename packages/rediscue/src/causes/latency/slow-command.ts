import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { quoted } from '../shell.ts';
import type { EndpointView } from '../view.ts';

type Entry = NonNullable<ReturnType<typeof recent>>[number];

/** The rule of the catalogue: one entry of 100 ms, or three of 10 ms, in the last five minutes. */
const windowSeconds = 300;
const [oneMicros, threeMicros] = [100_000, 10_000];

/** Acts of an operator or of the servers among themselves: they say nothing of how the application uses Redis. */
const acts = new Set(
  (
    'acl auth bgrewriteaof bgsave client cluster command config debug failover function hello info lastsave latency memory migrate module monitor psync replconf replicaof reset ' +
    'restore restore-asking role script shutdown slaveof slowlog commandlog sync'
  ).split(' '),
);

/**
 * Constant-time commands that met a stall (swap, throttling, a paused machine): the stall has its own code. With many
 * arguments, and on a value that is large itself, they are no longer constant.
 */
const constant = new Set(
  (
    'append decr decrby echo exec exists expire expireat get getdel getex getset hexists hget hincrby hset incr incrby llen lpop lpush multi ping pexpire psetex publish pttl ' +
    'rpop rpush sadd scard select set setex setnx sismember srem strlen ttl type unlink watch xadd zadd zcard zincrby zscore'
  ).split(' '),
);
const manyArguments = 100;

/** What to use in its place. */
const instead: Record<string, string> = {
  keys: 'SCAN with MATCH and COUNT',
  smembers: 'SSCAN, or SRANDMEMBER with a count',
  hgetall: 'HSCAN, or HMGET of the fields that are needed',
  hkeys: 'HSCAN',
  hvals: 'HSCAN',
  lrange: 'a shorter range',
  zrange: 'a shorter range',
  sort: 'a sorted set, or sorting in the application (or on a replica)',
  sunion: 'a smaller set, or SUNIONSTORE on a replica',
  sinter: 'a smaller set, or SINTERCARD with LIMIT',
  sdiff: 'a smaller set',
  del: 'UNLINK',
  flushall: 'FLUSHALL ASYNC',
  flushdb: 'FLUSHDB ASYNC',
  save: 'BGSAVE',
  eval: 'a script that does bounded work, called more often',
  evalsha: 'a script that does bounded work, called more often',
  fcall: 'a function that does bounded work, called more often',
};

const nameOf = (command: string): string => command.toLowerCase().split(/[|\s]/)[0] ?? '';

function recent(at: EndpointView) {
  const big = new Set((at.value('keys')?.biggest ?? []).filter(({ bytes: size }) => size >= 1_048_576).map(({ key }) => key));
  return at.value('slowlog')?.entries.filter((entry) => {
    const name = nameOf(entry.command);
    if (entry.ageSeconds > windowSeconds || entry.micros < threeMicros || acts.has(name)) return false;
    return !constant.has(name) || entry.arguments >= manyArguments || (entry.key !== null && big.has(entry.key));
  });
}

const milliseconds = ({ micros }: Entry): string => `${Math.round(micros / 1000)} ms`;

export default defineCause({
  code: 'latency/slow-command',
  severity: 'error',
  scope: 'endpoint',
  title: 'A slow command blocks the server',
  meaning: 'Commands run one after the other. While one walks over a big collection or over all keys, every other client waits.',
  detection:
    'SLOWLOG: in the last five minutes one entry of 100 ms, or three of 10 ms. Acts of an operator (DEBUG, CONFIG, BGSAVE, …) and constant-time commands that only met a stall do not count.',
  advice: 'Replace the command by one that takes small bites, or bound the collection. Deny KEYS and its like to the account of the application by ACL.',
  source: 'redis.io, SLOWLOG; "Diagnosing latency issues"',
  needs: ['slowlog'],
  explains: ['latency/cpu-saturated', 'network/slow-path'],
  detect: (at) => {
    const entries = recent(at)?.toSorted((a, b) => b.micros - a.micros) ?? [];
    const worst = entries[0];
    if (worst === undefined || (worst.micros < oneMicros && entries.length < 3)) return null;
    const name = nameOf(worst.command);
    const same = entries.filter(({ command }) => nameOf(command) === name);
    const others = [...new Set(entries.map(({ command }) => nameOf(command)))].filter((each) => each !== name).map((each) => each.toUpperCase());
    const on = worst.key === null || name === 'keys' ? '' : ` on ${worst.key}`;
    const by = worst.client ? `, by ${worst.clientName ? `${worst.clientName} at ` : ''}${worst.client}` : '';
    const more = `${same.length > 1 ? `, ${same.length} times in five minutes` : ''}${others.length > 0 ? `; also ${others.slice(0, 3).join(', ')}` : ''}`;
    const cli = redisCli(at);
    const account = at.target.declared?.username;
    return {
      summary: `${name.toUpperCase()}${on} blocked ${at.subject} for ${milliseconds(worst)}${by}${more}.`,
      evidence: ['slowlog'],
      remedies: [
        {
          title: instead[name] === undefined ? 'See which commands are slow, and give them less to do' : `Use ${instead[name]} in its place`,
          commands: [`${cli} SLOWLOG GET 10`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
        ...(name === 'keys' && account
          ? [
              {
                title: 'Keep it from the application',
                commands: [`${cli} ACL SETUSER ${quoted(account)} -keys`],
                risk: 'disruptive' as const,
                runbook: null,
                verify: `${cli} ACL GETUSER ${quoted(account)}`,
              },
            ]
          : []),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'one KEYS of 340 ms',
        facts: {
          slowlog: { value: { entries: [{ id: 9, ageSeconds: 40, micros: 340000, command: 'KEYS', key: null, arguments: 1, client: '192.0.2.20:40100', clientName: 'shop' }] } },
        },
      },
      {
        name: 'three HGETALL of 12 ms',
        facts: {
          slowlog: {
            value: {
              entries: [1, 2, 3].map((id) => ({
                id,
                ageSeconds: id * 10,
                micros: 12000,
                command: 'HGETALL',
                key: 'catalogue',
                arguments: 1,
                client: '192.0.2.20:40100',
                clientName: '',
              })),
            },
          },
        },
      },
      {
        name: 'a script of 180 ms',
        facts: {
          slowlog: { value: { entries: [{ id: 1, ageSeconds: 5, micros: 180000, command: 'EVAL', key: null, arguments: 3, client: '192.0.2.20:40100', clientName: '' }] } },
        },
      },
    ],
    good: [
      {
        name: 'an hour ago',
        facts: {
          slowlog: { value: { entries: [{ id: 9, ageSeconds: 3600, micros: 340000, command: 'KEYS', key: null, arguments: 1, client: '192.0.2.20:40100', clientName: '' }] } },
        },
      },
      {
        name: 'two of 12 ms',
        facts: {
          slowlog: { value: { entries: [1, 2].map((id) => ({ id, ageSeconds: id, micros: 12000, command: 'SMEMBERS', key: 's', arguments: 1, client: '', clientName: '' })) } },
        },
      },
      {
        name: 'DEBUG SLEEP of an operator',
        facts: {
          slowlog: { value: { entries: [{ id: 9, ageSeconds: 4, micros: 2000000, command: 'DEBUG', key: null, arguments: 2, client: '127.0.0.1:40100', clientName: '' }] } },
        },
      },
      {
        name: 'a GET that met a stall',
        facts: {
          slowlog: { value: { entries: [{ id: 9, ageSeconds: 4, micros: 150000, command: 'GET', key: 'user:1', arguments: 1, client: '192.0.2.20:40100', clientName: '' }] } },
        },
      },
    ],
  },
});
