/**
 * What a line of a server's log can say. Causes rely on these names; the recogniser in `probes/host` makes them of the
 * wording of every version. `detail` of an event holds the named parts that stand in brackets here; `errno` is the
 * system's code (`ENOSPC`, `EACCES`, `ENOENT`, `EROFS`, …) wherever the line carries the system's words for one.
 */
export const logKinds = [
  // Life of the process
  'started', // banner of a start [version, pid]
  'ready', // it accepts connections
  'loading', // begins to load its data [version of the server that wrote the file]
  'loaded', // the data set is in memory [seconds]
  'shutdown-by-user', // SHUTDOWN [client]
  'shutdown-by-signal', // SIGTERM, SIGINT [signal]
  'shutdown-failed', // it was told to stop and could not [reason]
  'exited', // bye bye
  'crash-report', // a bug report begins
  'crash-signal', // crashed by a signal [signal]
  'crash-assertion', // assertion failed [place, reason]
  'crash-panic', // panic [reason, place]
  'out-of-memory', // an allocation failed, it ended [bytes]
  'killed-by-kernel', // the kernel's OOM killer (journal or kernel log) [pid, name]
  'killed-by-manager', // a service manager reports the end [status]

  // It refuses what it was told
  'config-fatal', // FATAL CONFIG FILE ERROR [line, directive, reason]; never for an unusable `dir`: that is `chdir-failed`
  'config-unreadable', // the configuration file cannot be opened [path, reason, errno]
  'config-rewrite-failed', // CONFIG REWRITE or Sentinel's own rewrite failed [reason, errno]
  'config-not-writable', // Sentinel ends because its file cannot be written [path, errno]
  'chdir-failed', // the data directory of `dir` cannot be entered [path, line, reason, errno]
  'acl-fatal', // the ACL file or a `user` line stops the start [path, line, reason]
  'module-failed', // a module cannot be loaded [path, reason]
  'tls-unusable', // certificate, key or authority cannot be used [file, part: certificate|key|authority|settings, reason, errno]
  'bind-in-use', // another process holds the address [address, port, path]
  'bind-failed', // cannot listen there for another reason [address, port, path, reason, errno]
  'listen-nowhere', // configured to listen nowhere
  'open-files-insufficient', // ends because of too few descriptors [limit]

  // What the machine grants
  'open-files-reduced', // maxclients was reduced to fit the descriptors [limit, maxclients]
  'overcommit-warning',
  'huge-pages-warning',
  'backlog-warning', // somaxconn is below tcp-backlog [backlog, somaxconn]
  'accept-failed', // accept() failed: descriptors, memory [reason, errno]
  'log-unwritable', // the log itself cannot be opened [path, reason, errno]

  // Snapshot
  'rdb-corrupt', // the file to load is damaged [how: short-read|signature|checksum|unknown-type|structure, reason, offset, path]
  'rdb-too-new', // format version or type of a newer server [version]
  'rdb-unreadable', // it cannot be opened [path, reason, errno]
  'rdb-needs-module', // holds data of a module that is not loaded [module]
  'load-failed', // loading ended the server, no reason in the line itself
  'save-started',
  'saved', // a snapshot was written
  'save-failed', // the snapshot failed, no reason in the line itself
  'save-open-failed', // its file cannot be opened or moved [path, reason, errno]
  'save-write-failed', // its file cannot be written [reason, errno]
  'save-killed', // the saving child was ended by a signal [signal]
  'fork-failed', // snapshot, rewrite or sync could not fork [reason, errno]

  // Append-only file
  'aof-corrupt', // Bad file format [path]
  'aof-truncated', // ends early and the server refuses it [path]
  'aof-truncated-accepted', // ended early and was loaded anyway [path, offset]
  'aof-unknown-command', // holds a command that the server does not know [command, path]
  'aof-manifest-bad', // manifest [path, line, reason]
  'aof-unreadable', // cannot be opened [path, reason, errno]
  'aof-directory-failed', // its directory cannot be opened or made [path, reason, errno]
  'aof-write-failed', // [reason, errno]
  'aof-write-recovered',
  'aof-fsync-slow', // Asynchronous AOF fsync is taking too long
  'aof-fsync-failed', // [reason, errno]
  'aof-rewrite-failed', // [reason, errno]
  'aof-rewritten',

  // Replication, on the replica
  'replica-connecting', // [host, port]
  'replica-connect-failed', // [reason, errno]
  'replica-auth-failed', // the primary refused or asked for credentials [reason]
  'replica-refused', // another error reply of the primary [reason]
  'replica-timeout', // [reason]
  'replica-link-lost', // an established link broke
  'replica-full-sync', // Full resync from primary
  'replica-partial-sync', // a partial resynchronization worked
  'replica-synced', // a full copy ended well
  'replica-sync-failed', // a full copy broke off [reason, errno]
  // Replication, on the primary
  'primary-full-resync', // a replica asked for a full copy [replica]
  'primary-partial-refused', // the backlog or the history no longer fits [reason, replica]
  'primary-partial-accepted', // [replica]
  'primary-replica-synced', // [replica]
  'primary-replica-lost', // [replica]
  'primary-replica-timeout', // dropped after repl-timeout [replica]
  'output-buffer-exceeded', // closed over its output buffer limit [client, type: replica|client]
  'became-primary', // [by]
  'became-replica', // [host, port, by]

  // Sentinel
  'sentinel-monitor', // [name, host, port, quorum]
  'sentinel-sdown', // [type, name, host, port, primary]
  'sentinel-sdown-cleared', // as above
  'sentinel-odown', // [name, host, port, votes]
  'sentinel-odown-cleared',
  'sentinel-failover-started', // [name]
  'sentinel-failover-aborted', // [name, why: not-elected|no-good-replica|replica-timeout|…]
  'sentinel-failover-ended', // [name]
  'sentinel-switched', // [name, fromHost, fromPort, toHost, toPort]
  'sentinel-tilt',
  'sentinel-tilt-ended',
  'sentinel-resolve-failed', // [host]
  'sentinel-invalid-address',

  // Cluster
  'cluster-ok',
  'cluster-fail',
  'cluster-node-failing', // [node]
  'cluster-failover-refused', // [reason]
  'cluster-config-unusable', // nodes.conf is damaged, locked or not writable [path, reason]

  // Traffic
  'tls-accept-failed', // a client's handshake failed [peer, reason]
  'attack-suspected', // cross-protocol scripting: POST or Host:
  'script-slow', // a script runs over its time [ms]
] as const;

export type LogKind = (typeof logKinds)[number];
