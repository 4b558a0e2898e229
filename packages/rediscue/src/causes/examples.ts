import type { Fact, FactData, Facts, ProbeName } from '../facts/index.ts';

/** Deeply optional, so that an example says only what differs from the healthy baseline. */
type Sparse<T> = T extends readonly (infer _)[] ? T : T extends object ? { [K in keyof T]?: Sparse<T[K]> } : T;

/** Facts of one endpoint in an example; `null` removes a probe's fact: it was not gathered. */
export type EndpointExample = { [K in ProbeName]?: Sparse<FactData<K>> | null };

/**
 * Either facts of the one endpoint `redis.example:6379`, or several endpoints by subject (the first one
 * is the entry unless `learned` says otherwise), or several targets.
 */
export type ExampleFacts =
  | EndpointExample
  | { endpoints: Record<string, EndpointExample>; machine?: EndpointExample }
  | { targets: Record<string, { endpoints: Record<string, EndpointExample> }>; machine?: EndpointExample };

/** Time of every example. */
export const exampleNow = '2026-11-20T10:00:00.000Z';

const noSecret = { set: false, placeholder: null, variable: null, weak: null, padded: false };

/** A healthy standalone Redis 7.2 with a strong password, as a remote host would show it. */
function baseline(subject: string, isEntry: boolean): EndpointExample {
  const colon = subject.lastIndexOf(':');
  const host = subject.startsWith('/') ? 'localhost' : subject.slice(0, colon);
  const port = subject.startsWith('/') ? 0 : Number(subject.slice(colon + 1));
  return {
    learned: { from: 'target', by: 'target', as: isEntry ? 'entry' : 'replica' },
    ...(isEntry && {
      target: {
        name: `redis://:***@${subject}/0`,
        kind: 'server',
        tls: false,
        addresses: [{ host, port }],
        path: null,
        primaryName: null,
        username: null,
        password: { ...noSecret, set: true },
        sentinelPassword: null,
        database: 0,
        use: null,
        readOnly: false,
        sources: [{ kind: 'argument', name: null, place: null }],
        problems: [],
        clientCertificate: { given: false, file: null },
        authority: { given: false, file: null },
        adminGiven: false,
        shadowOf: null,
      },
    }),
    resolve: { host, state: 'ok', addresses: [{ address: '192.0.2.10', family: 4 }], code: null, nameServers: [] },
    connect: { attempts: [{ address: '192.0.2.10', port, state: 'connected', code: null, ms: 0.4 }], used: '192.0.2.10' },
    speak: { state: 'resp', reply: 'NOAUTH Authentication required.', error: 'NOAUTH', protocol: null, firstBytes: null },
    auth: { openWithoutLogin: false, tries: [{ form: 'AUTH password', reply: 'OK', ok: true }], outcome: 'accepted', acceptsAnything: false, userSeen: null },
    select: { database: 0, state: 'ok', reply: 'OK' },
    write: { state: 'ok', step: null, reply: null, error: null, readError: null, readReply: null, why: null },
    ping: { rttMs: [0.3, 0.2, 0.2], lost: 0 },
    info: {
      state: 'ok',
      value: {
        redis_version: '7.2.5',
        redis_mode: 'standalone',
        process_id: '100',
        run_id: 'a'.repeat(40),
        tcp_port: String(port),
        uptime_in_seconds: '864000',
        executable: '/usr/bin/redis-server',
        config_file: '/etc/redis/redis.conf',
        io_threads_active: '0',
        hz: '10',
        connected_clients: '10',
        maxclients: '10000',
        blocked_clients: '0',
        cluster_connections: '0',
        client_recent_max_input_buffer: '20480',
        client_recent_max_output_buffer: '0',
        used_memory: '104857600',
        used_memory_peak: '115343360',
        used_memory_rss: '115343360',
        used_memory_dataset: '94371840',
        used_memory_overhead: '10485760',
        maxmemory: '1073741824',
        maxmemory_policy: 'noeviction',
        mem_fragmentation_ratio: '1.10',
        mem_fragmentation_bytes: '10485760',
        mem_clients_normal: '204800',
        mem_clients_slaves: '0',
        mem_not_counted_for_evict: '0',
        total_system_memory: '17179869184',
        loading: '0',
        async_loading: '0',
        rdb_changes_since_last_save: '10',
        rdb_bgsave_in_progress: '0',
        rdb_last_save_time: String(Date.parse(exampleNow) / 1000 - 600),
        rdb_last_bgsave_status: 'ok',
        aof_enabled: '1',
        aof_rewrite_in_progress: '0',
        aof_last_bgrewrite_status: 'ok',
        aof_last_write_status: 'ok',
        latest_fork_usec: '2000',
        aof_delayed_fsync: '0',
        total_connections_received: '500',
        total_commands_processed: '900000',
        instantaneous_ops_per_sec: '50',
        rejected_connections: '0',
        sync_full: '0',
        sync_partial_ok: '0',
        sync_partial_err: '0',
        expired_keys: '1000',
        evicted_keys: '0',
        keyspace_hits: '800000',
        keyspace_misses: '20000',
        total_error_replies: '5',
        role: 'master',
        connected_slaves: '0',
        master_replid: 'b'.repeat(40),
        master_repl_offset: '0',
        repl_backlog_active: '0',
        repl_backlog_size: '1048576',
        used_cpu_sys: '100.0',
        used_cpu_user: '200.0',
        cluster_enabled: '0',
        db0: 'keys=100000,expires=90000,avg_ttl=3600000',
      },
    },
    rates: {
      state: 'ok',
      value: {
        windowMs: 200,
        delta: { total_commands_processed: 10, evicted_keys: 0, expired_keys: 0, keyspace_hits: 8, keyspace_misses: 0, rejected_connections: 0, sync_full: 0 },
      },
    },
    config: {
      state: 'ok',
      value: {
        values: {
          save: '900 1 300 10',
          appendonly: 'yes',
          appendfsync: 'everysec',
          dir: '/var/lib/redis',
          dbfilename: 'dump.rdb',
          maxmemory: '1073741824',
          'maxmemory-policy': 'noeviction',
          maxclients: '10000',
          timeout: '0',
          'tcp-keepalive': '300',
          'tcp-backlog': '511',
          databases: '16',
          bind: '* -::*',
          'protected-mode': 'yes',
          port: String(port),
          'tls-port': '0',
          'min-replicas-to-write': '0',
          'min-replicas-max-lag': '10',
          'repl-backlog-size': '1048576',
          'repl-timeout': '60',
          'stop-writes-on-bgsave-error': 'yes',
          'replica-serve-stale-data': 'yes',
          'replica-read-only': 'yes',
          'slowlog-log-slower-than': '10000',
          'latency-monitor-threshold': '0',
          'acllog-max-len': '128',
          'cluster-enabled': 'no',
          logfile: '/var/log/redis/redis.log',
          masteruser: '',
        },
        secrets: { requirepass: { ...noSecret, set: true }, masterauth: { ...noSecret } },
      },
    },
    acl: {
      whoami: { state: 'ok', value: 'default' },
      self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~*', channels: '&*' } },
      users: { state: 'ok', value: [{ name: 'default', enabled: true, noPassword: false, allCommands: true, allKeys: true, hasPassword: true }] },
      log: { state: 'ok', value: [] },
      categories: {},
    },
    clients: { state: 'ok', value: { total: 10, entries: [], byAddress: [{ address: '192.0.2.20', count: 10 }], byUser: [{ user: 'default', count: 10 }] } },
    slowlog: { state: 'ok', value: { entries: [], thresholdMicros: 10000 } },
    latency: { state: 'ok', value: { events: [], percentiles: [] } },
    memory: { state: 'ok', value: { 'peak.allocated': 115343360, 'total.allocated': 104857600, 'keys.count': 100000, 'dataset.bytes': 94371840 } },
    modules: { state: 'ok', value: [] },
    role: { state: 'ok', value: { role: 'primary', offset: 0, replicas: [] } },
    script: { state: 'ok', value: { running: null, libraries: 0 } },
    keys: {
      state: 'ok',
      value: {
        total: 100000,
        databases: [{ database: 0, keys: 100000, expires: 90000 }],
        sampled: 100,
        biggest: [{ key: 'user:1', type: 'hash', bytes: 900 }],
        prefixes: [{ prefix: 'user:', keys: 100, withoutExpiry: 10 }],
        attackKeys: [],
        lasting: [],
      },
    },
  };
}

const healthyMachine: EndpointExample = {
  kernel: {
    platform: 'linux',
    overcommitMemory: 1,
    transparentHugePages: 'madvise',
    somaxconn: 4096,
    memoryTotalBytes: 17179869184,
    memoryAvailableBytes: 12884901888,
    swapTotalBytes: 0,
    cores: 4,
    load1: 0.5,
  },
};

function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (typeof over !== 'object' || over === null || Array.isArray(over)) return over;
  if (typeof base !== 'object' || base === null || Array.isArray(base)) return over;
  // Another outcome of a question (`refused` instead of `ok`) replaces the value instead of mixing with it.
  if ('state' in over && 'state' in base && over.state !== base.state && 'value' in base && !('value' in over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(merged[key], value);
  return merged;
}

/** A whole bundle of facts from an example: the healthy baseline with the example's differences laid over it. */
export function exampleFacts(example: ExampleFacts): Facts {
  const facts: Fact[] = [];
  const add = (probe: string, subject: string, target: string | null, data: unknown) =>
    facts.push({ id: `e${facts.length + 1}`, probe: probe as ProbeName, subject, target, at: exampleNow, durationMs: 1, data: data as never });
  const targets: Record<string, { endpoints: Record<string, EndpointExample> }> =
    'targets' in example
      ? example.targets
      : 'endpoints' in example
        ? { 'redis://:***@redis.example:6379/0': example }
        : { 'redis://:***@redis.example:6379/0': { endpoints: { 'redis.example:6379': example as EndpointExample } } };
  for (const [name, { endpoints }] of Object.entries(targets)) {
    for (const [index, [subject, over]] of Object.entries(endpoints).entries()) {
      const isEntry = over.learned === undefined ? index === 0 : over.learned?.as === 'entry';
      const whole = merge(baseline(subject, isEntry), over) as Record<string, unknown>;
      for (const [probe, data] of Object.entries(whole)) {
        if (data === null || data === undefined) continue;
        add(probe, subject, name, probe === 'target' ? { ...(data as object), name } : data);
      }
    }
  }
  const machine = 'machine' in example ? merge(healthyMachine, example.machine) : healthyMachine;
  for (const [probe, data] of Object.entries(machine as object)) if (data !== null) add(probe, 'this machine', null, data);
  return { schema: 1, tool: 'example', takenAt: exampleNow, budgetMs: 10_000, look: 'live', facts, notChecked: [] };
}
