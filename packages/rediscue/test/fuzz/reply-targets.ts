import {
  isAtLeast,
  ProtocolError,
  parseAclGetUser,
  parseAclList,
  parseAclLog,
  parseClientList,
  parseClusterInfo,
  parseClusterNodes,
  parseClusterShards,
  parseConfig,
  parseFunctionStats,
  parseInfo,
  parseInfoReplicas,
  parseKeyspace,
  parseLatencyLatest,
  parseLatencyStats,
  parseMemoryStats,
  parseModuleList,
  parseQuorumCheck,
  parseRole,
  parseSentinelAddress,
  parseSentinelPeers,
  parseSentinelPrimaries,
  parseSentinelReplicas,
  parseSlowlog,
  parseVersion,
  type Reply,
  RespDecoder,
} from '../../src/redis/index.ts';
import { decodeOne, type Recorded, recorded } from '../replies/recorded.ts';
import { expectBounded } from './expectations.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

/** Everything that INFO is read for. */
function readInfo(reply: Reply): unknown {
  const info = parseInfo(reply);
  if (info === undefined) return undefined;
  const version = parseVersion(info);
  return [[...info], version, version && isAtLeast(version.version, '7.0'), parseKeyspace(info), parseInfoReplicas(info), parseLatencyStats(info)];
}

/** Parser by the commands whose replies it reads. */
const parsers: readonly { name: string; asked: RegExp; parse: (reply: Reply) => unknown }[] = [
  { name: 'INFO', asked: /^INFO/, parse: readInfo },
  { name: 'CONFIG GET', asked: /^CONFIG GET/, parse: parseConfig },
  { name: 'CLIENT LIST', asked: /^CLIENT LIST/, parse: parseClientList },
  { name: 'ACL GETUSER', asked: /^ACL GETUSER/, parse: parseAclGetUser },
  { name: 'ACL LIST', asked: /^ACL LIST/, parse: parseAclList },
  { name: 'ACL LOG', asked: /^ACL LOG/, parse: parseAclLog },
  { name: 'SLOWLOG', asked: /^SLOWLOG/, parse: parseSlowlog },
  { name: 'LATENCY LATEST', asked: /^LATENCY/, parse: parseLatencyLatest },
  { name: 'MEMORY STATS', asked: /^MEMORY/, parse: parseMemoryStats },
  { name: 'MODULE LIST', asked: /^(MODULE|FUNCTION) /, parse: parseModuleList },
  { name: 'FUNCTION STATS', asked: /^FUNCTION/, parse: parseFunctionStats },
  { name: 'ROLE', asked: /^ROLE/, parse: parseRole },
  { name: 'CLUSTER INFO', asked: /^CLUSTER INFO/, parse: parseClusterInfo },
  { name: 'CLUSTER NODES', asked: /^CLUSTER NODES/, parse: parseClusterNodes },
  { name: 'CLUSTER SHARDS', asked: /^CLUSTER SHARDS/, parse: parseClusterShards },
  { name: 'SENTINEL MASTERS', asked: /^SENTINEL MASTERS/, parse: parseSentinelPrimaries },
  { name: 'SENTINEL REPLICAS', asked: /^SENTINEL REPLICAS/, parse: parseSentinelReplicas },
  { name: 'SENTINEL SENTINELS', asked: /^SENTINEL SENTINELS/, parse: parseSentinelPeers },
  { name: 'SENTINEL CKQUORUM', asked: /^SENTINEL CKQUORUM/, parse: parseQuorumCheck },
  { name: 'SENTINEL GET-MASTER-ADDR-BY-NAME', asked: /^SENTINEL GET-MASTER/, parse: parseSentinelAddress },
];

let loaded: Recorded[] | undefined;
const all = (): Recorded[] => {
  loaded ??= recorded();
  return loaded;
};

/** Decodes in pieces of random sizes, as a network would cut them. Broken bytes may only end the stream. */
function decode(input: Buffer, random: Random): Reply[] {
  const decoder = new RespDecoder();
  const replies: Reply[] = [];
  for (let at = 0; at < input.length && decoder.failure === null; ) {
    const size = random.below(4) === 0 ? 1 + random.below(16) : 1 + random.below(input.length);
    try {
      replies.push(...decoder.push(input.subarray(at, at + size)));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
    }
    at += size;
  }
  return replies;
}

/** A reply with some of its parts replaced: what stays well-formed as RESP and is wrong as an answer. */
function disturb(reply: Reply, random: Random): Reply {
  if (random.below(12) === 0) return random.pick<Reply>([null, -1, 1.5, Number.NaN, 2n ** 70n, true, '', 'x', Buffer.from('é\0'), [], [[]], new Map<Reply, Reply>([[null, null]])]);
  if (Array.isArray(reply)) {
    const items = reply.map((item) => disturb(item, random));
    if (items.length > 0 && random.below(6) === 0) items.splice(random.below(items.length), 1 + random.below(2));
    return items;
  }
  if (reply instanceof Map) return new Map([...reply].map(([key, value]) => [random.below(20) === 0 ? disturb(key, random) : key, disturb(value, random)]));
  return reply;
}

export const replyTargets: readonly FuzzTarget[] = [
  {
    name: 'replies/RESP',
    seeds: () => all().map(({ bytes }) => bytes),
    run: (input, { random }) => {
      for (const reply of decode(input, random)) for (const { parse } of parsers) parse(reply);
    },
  },
  ...parsers.map(
    ({ name, asked, parse }): FuzzTarget => ({
      name: `replies/${name}`,
      seeds: () =>
        all()
          .filter(({ command }) => asked.test(command))
          .map(({ bytes }) => payload(bytes)),
      run: (input, { random }) => {
        // A text is broken inside; a structure arrives as RESP, and its parts are broken after that.
        expectBounded(parse(input), input.length);
        for (const reply of decode(input, random)) expectBounded(parse(disturb(reply, random)), input.length);
      },
    }),
  ),
];

/** The text of a bulk string without its length, which a change of a byte would break; other replies as they are. */
function payload(bytes: Buffer): Buffer {
  const reply = decodeOne(bytes);
  return Buffer.isBuffer(reply) ? reply : bytes;
}
