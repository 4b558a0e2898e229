import { z } from 'zod';
import { asked, SecretShape } from './shared.ts';

/** INFO of all sections: raw fields by name. Read numbers through `infoNumber`, never with `Number(x ?? 0)`. */
export const InfoFact = asked(z.record(z.string(), z.string()));

/** Differences of INFO counters over the window. */
export const RatesFact = asked(
  z.object({
    windowMs: z.number(),
    /** Counter name → increase over the window (total_commands_processed, evicted_keys, keyspace_hits,
     *  keyspace_misses, expired_keys, total_net_input_bytes, total_net_output_bytes, total_connections_received, rejected_connections,
     *  sync_full, used_cpu_user_main_thread and used_cpu_sys_main_thread (microseconds), total_error_replies). */
    delta: z.record(z.string(), z.number()),
  }),
);

/** CONFIG GET: values by name, secrets replaced by their shapes in `secrets`. */
export const ConfigFact = asked(z.object({ values: z.record(z.string(), z.string()), secrets: z.record(z.string(), SecretShape) }));

const AclLogEntry = z.object({
  count: z.number(),
  reason: z.enum(['auth', 'command', 'key', 'channel', 'other']),
  /** Command, key or channel that was refused; never an argument. */
  object: z.string(),
  username: z.string(),
  ageSeconds: z.number(),
  client: z.string(),
});

/** ACL WHOAMI, the rules of the application's user, all users, and the log. */
export const AclFact = z.object({
  whoami: asked(z.string()),
  /** Rules of the user who asks, without passwords. */
  self: asked(z.object({ enabled: z.boolean(), noPassword: z.boolean(), commands: z.string(), keys: z.string(), channels: z.string() })),
  users: asked(z.array(z.object({ name: z.string(), enabled: z.boolean(), noPassword: z.boolean(), allCommands: z.boolean(), allKeys: z.boolean(), hasPassword: z.boolean() }))),
  log: asked(z.array(AclLogEntry)),
  /** Categories of the commands that the log says were refused, for example `eval` → `@scripting`; none where it could not be asked. */
  categories: z.record(z.string(), z.array(z.string())).default({}),
});

const ClientEntry = z.object({
  id: z.number(),
  address: z.string(),
  name: z.string(),
  user: z.string(),
  ageSeconds: z.number(),
  idleSeconds: z.number(),
  /** The last command's name. */
  command: z.string(),
  outputBufferBytes: z.number(),
  queryBufferBytes: z.number(),
  totalBytes: z.number(),
  flags: z.string(),
  library: z.string(),
});
export const ClientsFact = asked(
  z.object({
    total: z.number(),
    /** At most 100: those that hold the most memory, then the longest connected. */
    entries: z.array(ClientEntry),
    byAddress: z.array(z.object({ address: z.string(), count: z.number() })),
    byUser: z.array(z.object({ user: z.string(), count: z.number() })),
  }),
);

/** SLOWLOG GET or COMMANDLOG GET, newest first; arguments beyond the key are dropped. */
export const SlowlogFact = asked(
  z.object({
    entries: z.array(
      z.object({
        id: z.number(),
        ageSeconds: z.number(),
        micros: z.number(),
        command: z.string(),
        key: z.string().nullable(),
        arguments: z.number(),
        client: z.string(),
        clientName: z.string(),
      }),
    ),
    thresholdMicros: z.number().nullable(),
  }),
);

/** LATENCY LATEST (events by name) and INFO latencystats percentiles where the server has them. */
export const LatencyFact = asked(
  z.object({
    events: z.array(z.object({ event: z.string(), ageSeconds: z.number(), latestMs: z.number(), maxMs: z.number() })),
    percentiles: z.array(z.object({ command: z.string(), p50Micros: z.number(), p99Micros: z.number(), p999Micros: z.number() })),
  }),
);

export const MemoryStatsFact = asked(z.record(z.string(), z.number()));
export const ModulesFact = asked(z.array(z.object({ name: z.string(), version: z.string(), path: z.string().nullable() })));

/** ROLE. */
export const RoleFact = asked(
  z.discriminatedUnion('role', [
    z.object({ role: z.literal('primary'), offset: z.number(), replicas: z.array(z.object({ host: z.string(), port: z.number(), offset: z.number() })) }),
    z.object({
      role: z.literal('replica'),
      primaryHost: z.string(),
      primaryPort: z.number(),
      link: z.enum(['connect', 'connecting', 'sync', 'connected', 'handshake', 'unknown']),
      offset: z.number(),
    }),
    z.object({ role: z.literal('sentinel'), primaries: z.array(z.string()) }),
  ]),
);

/** FUNCTION STATS: a running script or function. */
export const ScriptFact = asked(z.object({ running: z.object({ name: z.string(), command: z.string(), durationMs: z.number() }).nullable(), libraries: z.number().nullable() }));

/** A bounded sample of keys of the application's database: never a full scan. Sizes by MEMORY USAGE in bytes. */
export const KeysFact = asked(
  z.object({
    total: z.number(),
    databases: z.array(z.object({ database: z.number(), keys: z.number(), expires: z.number() })),
    sampled: z.number(),
    /** The biggest measured keys first, at most 10: a few of the sample, all of it and more where the size of the data points at one
     *  outsized key, and keys of slow commands. */
    biggest: z.array(z.object({ key: z.string(), type: z.string(), bytes: z.number() })),
    /** Prefixes that several keys of the sample have. Only where their expiry is known: all or no key of the database expires, or each
     *  key of the sample was asked because those named like a cache's seem to stay. Empty says nothing. */
    prefixes: z.array(z.object({ prefix: z.string(), keys: z.number(), withoutExpiry: z.number() })),
    /** Sampled or probed keys whose names or contents are traces of known attacks, none of them with an innocent reading:
     *  `known-name` (crackit and others), `cron-line` (a crontab line that fetches a program), `ssh-key` (padded with new lines). */
    attackKeys: z.array(z.object({ key: z.string(), sign: z.string() })),
    /** Key shapes that are not cache: queue libraries, sessions, locks. */
    lasting: z.array(z.object({ kind: z.enum(['queue', 'session', 'lock', 'state']), example: z.string(), keys: z.number() })),
  }),
);

/** CLUSTER INFO and CLUSTER NODES. */
export const ClusterFact = asked(
  z.object({
    state: z.string(),
    slotsAssigned: z.number(),
    slotsOk: z.number(),
    slotsPfail: z.number(),
    slotsFail: z.number(),
    knownNodes: z.number(),
    size: z.number(),
    requireFullCoverage: z.boolean().nullable(),
    nodes: z.array(
      z.object({
        id: z.string(),
        host: z.string(),
        port: z.number(),
        busPort: z.number().nullable(),
        hostname: z.string().nullable(),
        role: z.enum(['primary', 'replica']),
        primaryId: z.string().nullable(),
        myself: z.boolean(),
        flags: z.array(z.string()),
        linkState: z.string(),
        slots: z.number(),
      }),
    ),
  }),
);

const SentinelReplica = z.object({
  host: z.string(),
  port: z.number(),
  flags: z.array(z.string()),
  linkOk: z.boolean(),
  priority: z.number(),
  downForMs: z.number().nullable(),
  /** Milliseconds since it last answered a PING of this Sentinel; null when the Sentinel does not say. */
  lastOkPingMs: z.number().nullable(),
});
const SentinelPeer = z.object({ host: z.string(), port: z.number(), runId: z.string(), flags: z.array(z.string()) });
const SentinelPrimary = z.object({
  name: z.string(),
  host: z.string(),
  port: z.number(),
  flags: z.array(z.string()),
  quorum: z.number(),
  otherSentinels: z.number(),
  replicas: z.number(),
  downAfterMs: z.number(),
  failoverTimeoutMs: z.number(),
  configEpoch: z.number(),
  /** SENTINEL CKQUORUM: `OK …` or the error's text. */
  quorumCheck: z.string().nullable(),
  replicaList: z.array(SentinelReplica),
  sentinelList: z.array(SentinelPeer),
  /** SENTINEL GET-PRIMARY-ADDR-BY-NAME. */
  answered: z.object({ host: z.string(), port: z.number() }).nullable(),
  /** Says that Sentinel's PINGs are answered, but with errors (NOAUTH and the like), and since when; null while they are well. */
  lastErrorReply: z.string().nullable(),
  /** Milliseconds since it last answered a PING of this Sentinel (`last-ok-ping-reply`); null when the Sentinel does not say. */
  lastOkPingMs: z.number().nullable(),
  /** Run id of the server behind the announced address, as this Sentinel saw it. */
  runId: z.string().nullable(),
});

/** What one Sentinel says: all primaries it monitors. */
export const SentinelFact = asked(
  z.object({
    myId: z.string().nullable(),
    tilt: z.boolean(),
    resolveHostnames: z.boolean().nullable(),
    announceHostnames: z.boolean().nullable(),
    primaries: z.array(SentinelPrimary),
  }),
);

/** Where this endpoint stands and which others it told us of. */
export const LearnedFact = z.object({
  /** `name`: a further address behind the name that the application was told. */
  from: z.enum(['target', 'name', 'replication', 'sentinel', 'cluster']),
  by: z.string(),
  /** What was announced: `primary`, `replica`, `sentinel`, `node`. */
  as: z.enum(['entry', 'primary', 'replica', 'sentinel', 'node']),
});
