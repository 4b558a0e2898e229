/**
 * Settings to ask of Redis 7.0 and newer, by the names that Redis and Valkey both know. Encoding thresholds, CPU lists and
 * other tuning that no cause looks at are left out. A name that a version lacks is simply not answered.
 */
export const settings: readonly string[] = (
  'acl-pubsub-default aclfile acllog-max-len activedefrag active-defrag-ignore-bytes active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort ' +
  'activerehashing aof-load-truncated aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble appenddirname appendfilename appendfsync appendonly ' +
  'auto-aof-rewrite-min-size auto-aof-rewrite-percentage availability-zone bind bind-source-addr busy-reply-threshold client-output-buffer-limit client-query-buffer-limit ' +
  'cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-allow-replica-migration cluster-announce-bus-port cluster-announce-hostname ' +
  'cluster-announce-human-nodename cluster-announce-ip cluster-announce-port cluster-announce-tls-port cluster-config-file cluster-enabled cluster-link-sendbuf-limit ' +
  'cluster-migration-barrier cluster-node-timeout cluster-port cluster-preferred-endpoint-type cluster-replica-no-failover cluster-replica-validity-factor ' +
  'cluster-require-full-coverage crash-log-enabled daemonize databases dbfilename dir disable-thp dual-channel-replication-enabled dynamic-hz enable-debug-command ' +
  'enable-module-command enable-protected-configs hz io-threads io-threads-do-reads key-load-delay latency-monitor-threshold latency-tracking ' +
  'latency-tracking-info-percentiles lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time ' +
  'lfu-log-factor locale-collate logfile loglevel masterauth masteruser maxclients maxmemory maxmemory-clients maxmemory-eviction-tenacity maxmemory-policy ' +
  'maxmemory-samples min-replicas-max-lag min-replicas-to-write no-appendfsync-on-rewrite notify-keyspace-events oom-score-adj oom-score-adj-values pidfile port ' +
  'proc-title-template propagation-error-behavior protected-mode proto-max-bulk-len rdb-del-sync-files rdb-key-save-delay rdb-save-incremental-fsync rdbchecksum ' +
  'rdbcompression repl-backlog-size repl-backlog-ttl repl-disable-tcp-nodelay repl-diskless-load repl-diskless-sync repl-diskless-sync-delay ' +
  'repl-diskless-sync-max-replicas repl-ping-replica-period repl-timeout replica-announce-ip replica-announce-port replica-announced ' +
  'replica-ignore-disk-write-errors replica-ignore-maxmemory replica-lazy-flush replica-priority replica-read-only replica-serve-stale-data replicaof requirepass ' +
  'sanitize-dump-payload save set-proc-title shutdown-on-sigint shutdown-on-sigterm shutdown-timeout slowlog-log-slower-than slowlog-max-len ' +
  'socket-mark-id stop-writes-on-bgsave-error supervised syslog-enabled syslog-facility syslog-ident tcp-backlog tcp-keepalive timeout tls-auth-clients tls-ca-cert-dir ' +
  'tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file tls-client-key-file tls-client-key-file-pass tls-cluster tls-dh-params-file ' +
  'tls-key-file tls-key-file-pass tls-port tls-prefer-server-ciphers tls-protocols tls-replication tls-session-caching tracking-table-max-keys unixsocket unixsocketgroup ' +
  'unixsocketperm'
).split(' ');

/** Names of before 5.0, and those that Valkey adds, by the name that is used everywhere here. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['min-slaves-to-write', 'min-replicas-to-write'],
  ['min-slaves-max-lag', 'min-replicas-max-lag'],
  ['repl-ping-slave-period', 'repl-ping-replica-period'],
  ['slaveof', 'replicaof'],
  ['primaryauth', 'masterauth'],
  ['primaryuser', 'masteruser'],
]);

export const canonicalName = (name: string): string => aliases.get(name) ?? name.replace(/^slave-/, 'replica-').replace(/^cluster-slave-/, 'cluster-replica-');
