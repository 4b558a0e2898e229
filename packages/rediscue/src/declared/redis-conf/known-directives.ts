/**
 * What servers know from Redis 2.8 to 8 and Valkey 7.2 to 9: enough to see a typing error, a wrong count or a value that
 * every version refuses. Kept coarse on purpose: a rule that one version does not share would be a false alarm.
 */
export type Shape =
  | { kind: 'boolean' }
  | { kind: 'one' } // one word, not judged
  | { kind: 'number'; min: number; max: number }
  | { kind: 'bytes' }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'count'; min: number; max: number };

const shapes = new Map<string, Shape>();
const add = (names: string, shape: Shape) => {
  for (const name of names.split(/\s+/)) shapes.set(name, shape);
};

add(
  `activedefrag activerehashing always-show-logo aof-disable-auto-gc aof-load-truncated aof-rewrite-incremental-fsync
   aof-timestamp-enabled aof-use-rdb-preamble appendonly cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down
   cluster-allow-replica-migration cluster-enabled cluster-replica-no-failover cluster-slave-no-failover cluster-require-full-coverage
   crash-log-enabled crash-memcheck-enabled daemonize disable-thp dynamic-hz jemalloc-bg-thread latency-tracking lazyfree-lazy-eviction
   lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush no-appendfsync-on-rewrite protected-mode
   rdb-del-sync-files rdb-save-incremental-fsync rdbchecksum rdbcompression repl-disable-tcp-nodelay repl-diskless-sync replica-announced
   replica-ignore-disk-write-errors replica-ignore-maxmemory slave-ignore-maxmemory replica-lazy-flush slave-lazy-flush replica-read-only
   slave-read-only replica-serve-stale-data slave-serve-stale-data set-proc-title stop-writes-on-bgsave-error syslog-enabled tls-cluster
   tls-prefer-server-ciphers tls-replication tls-session-caching use-exit-on-panic`,
  { kind: 'boolean' },
);

add(
  `aclfile aof-rewrite-cpulist aof_rewrite_cpulist appenddirname appendfilename bgsave-cpulist bgsave_cpulist bind-source-addr bio-cpulist
   bio_cpulist cluster-announce-client-ipv4 cluster-announce-client-ipv6 cluster-announce-hostname cluster-announce-human-nodename
   cluster-announce-ip cluster-config-file dbfilename debug-context locale-collate logfile masteruser primaryuser pidfile proc-title-template
   replica-announce-ip slave-announce-ip req-res-logfile server-cpulist server_cpulist syslog-ident tls-ca-cert-dir tls-ca-cert-file
   tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file tls-client-key-file tls-client-key-file-pass tls-dh-params-file tls-key-file
   tls-key-file-pass tls-protocols unixsocket unixsocketgroup unixsocketperm availability-zone masterauth primaryauth requirepass dir
   notify-keyspace-events include ignore-warnings maxmemory-clients cluster-slot-stats-enabled dual-channel-replication-enabled
   enable-debug-assert extended-redis-compatibility gopher-enabled hide-user-data-from-log io-threads-do-reads lua-replicate-commands
   client-default-resp max-new-connections-per-cycle max-new-tls-connections-per-cycle socket-mark-id acllog-max-len active-defrag-max-scan-fields
   cluster-blacklist-ttl slowlog-max-len busy-reply-threshold cluster-ping-interval latency-monitor-threshold lua-time-limit
   slowlog-log-slower-than stream-node-max-entries cluster-link-sendbuf-limit repl-backlog-ttl loading-process-events-interval-bytes
   active-defrag-cycle-max active-defrag-cycle-min active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort
   auto-aof-rewrite-percentage cluster-migration-barrier cluster-replica-validity-factor cluster-slave-validity-factor events-per-io-thread hz
   io-threads key-load-delay lfu-decay-time lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-size
   list-max-ziplist-entries list-max-ziplist-value maxmemory-eviction-tenacity prefetch-batch-max-size rdb-key-save-delay
   repl-diskless-sync-delay repl-diskless-sync-max-replicas shutdown-timeout tls-session-cache-size tls-session-cache-timeout watchdog-period
   propagation-error-behavior sanitize-dump-payload oom-score-adj syslog-facility cluster-preferred-endpoint-type log-format
   log-timestamp-format acl-pubsub-default hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value
   hash-max-zipmap-entries hash-max-zipmap-value hll-sparse-max-bytes set-max-intset-entries set-max-listpack-entries set-max-listpack-value
   zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value stream-node-max-bytes
   tracking-table-max-keys active-defrag-ignore-bytes commandlog-slow-execution-max-len commandlog-execution-slower-than
   commandlog-request-larger-than commandlog-large-request-max-len commandlog-reply-larger-than commandlog-large-reply-max-len import-mode
   rdb-version-check lookahead mptcp repl-mptcp rdma-bind rdma-port active-defrag-cycle-us cluster-manual-failover-timeout
   cluster-slot-migration-log-max-len slot-migration-max-failover-repl-bytes hash-seed tls-auth-clients-user repl-diskless-load
   active-defrag-ignore-bytes vm-enabled glueoutputbuf`,
  { kind: 'one' },
);

add('port tls-port cluster-port cluster-announce-port cluster-announce-tls-port cluster-announce-bus-port replica-announce-port slave-announce-port', {
  kind: 'number',
  min: 0,
  max: 65535,
});
add('timeout tcp-backlog tcp-keepalive min-replicas-to-write min-slaves-to-write min-replicas-max-lag min-slaves-max-lag replica-priority slave-priority', {
  kind: 'number',
  min: 0,
  max: 2147483647,
});
add('databases maxclients repl-timeout repl-ping-replica-period repl-ping-slave-period maxmemory-samples cluster-node-timeout', { kind: 'number', min: 1, max: 4294967295 });
add('maxmemory repl-backlog-size client-query-buffer-limit proto-max-bulk-len auto-aof-rewrite-min-size', { kind: 'bytes' });
add('appendfsync', { kind: 'choice', of: ['everysec', 'always', 'no'] });
add('loglevel', { kind: 'choice', of: ['debug', 'verbose', 'notice', 'warning', 'nothing'] });
add('maxmemory-policy', {
  kind: 'choice',
  of: ['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl', 'allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'noeviction', 'volatile-lrm', 'allkeys-lrm'],
});
add('supervised', { kind: 'choice', of: ['upstart', 'systemd', 'auto', 'no'] });
add('tls-auth-clients', { kind: 'choice', of: ['no', 'yes', 'optional'] });
add('enable-debug-command enable-module-command enable-protected-configs', { kind: 'choice', of: ['no', 'yes', 'local'] });
add('bind loadmodule user latency-tracking-info-percentiles shutdown-on-sigint shutdown-on-sigterm', { kind: 'count', min: 0, max: Number.POSITIVE_INFINITY });
add('replicaof slaveof rename-command', { kind: 'count', min: 2, max: 2 });
add('oom-score-adj-values', { kind: 'count', min: 3, max: 3 });
add('save client-output-buffer-limit sentinel', { kind: 'count', min: 1, max: Number.POSITIVE_INFINITY });

export const knownDirectives: ReadonlyMap<string, Shape> = shapes;

/** `sentinel` sub-directives with the count of words that follow each. */
export const sentinelDirectives: ReadonlyMap<string, readonly [min: number, max: number]> = new Map<string, readonly [number, number]>([
  ['monitor', [4, 4]],
  ['down-after-milliseconds', [2, 2]],
  ['failover-timeout', [2, 2]],
  ['parallel-syncs', [2, 2]],
  ['notification-script', [2, 2]],
  ['client-reconfig-script', [2, 2]],
  ['auth-pass', [2, 2]],
  ['auth-user', [2, 2]],
  ['current-epoch', [1, 1]],
  ['myid', [1, 1]],
  ['config-epoch', [2, 2]],
  ['leader-epoch', [2, 2]],
  ['known-slave', [3, 3]],
  ['known-replica', [3, 3]],
  ['known-sentinel', [3, 4]],
  ['rename-command', [3, 3]],
  ['announce-ip', [1, 1]],
  ['announce-port', [1, 1]],
  ['deny-scripts-reconfig', [1, 1]],
  ['sentinel-user', [1, 1]],
  ['sentinel-pass', [1, 1]],
  ['resolve-hostnames', [1, 1]],
  ['announce-hostnames', [1, 1]],
  ['master-reboot-down-after-period', [2, 2]],
  ['primary-reboot-down-after-period', [2, 2]],
]);
