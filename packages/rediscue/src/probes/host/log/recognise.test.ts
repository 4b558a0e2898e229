import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logKinds } from '../../../facts/log-kinds.ts';
import { combineLogs } from './combine.ts';
import { endedOf } from './ended.ts';
import { readLine } from './line.ts';
import { recognise } from './recognise.ts';
import { selectEvents } from './select.ts';

const kindOf = (line: string) => recognise(line)[0]?.kind ?? null;
const detailOf = (line: string) => recognise(line)[0]?.detail;

describe('formats', () => {
  test.each([
    ['4.0 and earlier have no year', '123:M 20 Nov 10:00:00.123 * Ready to accept connections'],
    ['since 5.0', '123:M 20 Nov 2024 10:00:00.123 * Ready to accept connections'],
    ['2.8', '[123] 20 Nov 10:00:00.123 * The server is now ready to accept connections on port 6379'],
    ['Valkey, ISO time', '123:M 2024-11-20T10:00:00.123+01:00 * Ready to accept connections tcp'],
    ['Valkey, logfmt', 'pid=123 role=primary timestamp="2024-11-20T10:00:00.123Z" level=notice message="Ready to accept connections tcp"'],
    ['syslog', 'Nov 20 10:00:00 host redis-server[123]: 123:M 20 Nov 2024 10:00:00.123 * Ready to accept connections'],
    ['compose', 'redis-1  | 123:M 20 Nov 2024 10:00:00.123 * Ready to accept connections'],
    ['Kubernetes', '2024-11-20T10:00:00.123456789Z stdout F 123:M 20 Nov 2024 10:00:00.123 * Ready to accept connections'],
    ['Docker JSON', JSON.stringify({ log: '123:M 20 Nov 2024 10:00:00.123 * Ready to accept connections\n', stream: 'stdout', time: '2024-11-20T10:00:00Z' })],
  ])('%s', (_, line) => {
    const read = readLine(line);
    expect(read.text).toMatch(/^(The server is now r|R)eady to accept connections/);
    expect(read).toMatchObject({ pid: 123, at: expect.stringMatching(/^20\d\d-11-20T/) });
    expect(kindOf(line)).toBe('ready');
  });
});

describe('what lines say', () => {
  test.each([
    ['Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=9, just started', 'started', { version: '7.0.15', pid: '9' }],
    ['Server started, Redis version 2.8.17', 'started', { version: '2.8.17' }],
    ['User requested shutdown...', 'shutdown-by-user', {}],
    ['Received SIGTERM scheduling shutdown...', 'shutdown-by-signal', { signal: 'SIGTERM' }],
    ['Redis 7.0.15 crashed by signal: 11, si_code: 0', 'crash-signal', { signal: '11' }],
    ["==> networking.c:1234 'c->flags' is not true", 'crash-assertion', { place: 'networking.c:1234' }],
    ['Out Of Memory allocating 1073741904 bytes!', 'out-of-memory', { bytes: '1073741904' }],
    ['Out of memory: Killed process 812 (redis-server) total-vm:1kB', 'killed-by-kernel', { pid: '812', name: 'redis-server' }],
    ['Could not create server TCP listening socket *:6379: bind: Address already in use', 'bind-in-use', { address: '*', port: '6379', errno: 'EADDRINUSE' }],
    ['Creating Server TCP listening socket 127.0.0.1:6379: bind: Address already in use', 'bind-in-use', { port: '6379' }],
    ['Opening port 6379: bind: Address already in use', 'bind-in-use', { port: '6379' }],
    ['Warning: Could not create server TCP listening socket 10.9.9.9:6379: bind: Cannot assign requested address', 'bind-failed', { address: '10.9.9.9', errno: 'EADDRNOTAVAIL' }],
    ["Can't chdir to '/data': Permission denied", 'chdir-failed', { path: '/data', errno: 'EACCES' }],
    ["Can't open the log file: Permission denied", 'log-unwritable', { errno: 'EACCES' }],
    ["Fatal error, can't open config file '/etc/redis/x.conf': No such file or directory", 'config-unreadable', { path: '/etc/redis/x.conf', errno: 'ENOENT' }],
    ['Module /m.so failed to load: It does not have execute permissions.', 'module-failed', { path: '/m.so' }],
    [
      'Failed to load certificate: /t/redis.crt: error:0200100D:system library:fopen:Permission denied',
      'tls-unusable',
      { part: 'certificate', file: '/t/redis.crt', errno: 'EACCES' },
    ],
    [
      'Failed to load private key: /t/redis.key: error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch',
      'tls-unusable',
      { part: 'key', file: '/t/redis.key' },
    ],
    ['Current maximum open files is 1024. maxclients has been reduced to 992 to compensate for low ulimit.', 'open-files-reduced', { limit: '1024', maxclients: '992' }],
    [
      'WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128.',
      'backlog-warning',
      { backlog: '511', somaxconn: '128' },
    ],
    ["Can't handle RDB format version 12", 'rdb-too-new', { version: '12' }],
    ['Wrong signature trying to load DB from file', 'rdb-corrupt', { how: 'signature' }],
    ['Short read or OOM loading DB. Unrecoverable error, aborting now.', 'rdb-corrupt', { how: 'short-read' }],
    [
      'Internal error in RDB reading offset 0, function at rdb.c:2758 -> Hash listpack integrity check failed.',
      'rdb-corrupt',
      { how: 'structure', reason: 'Hash listpack integrity check failed.' },
    ],
    ["The RDB file contains module data I can't load: no matching module type 'MBbloom--'", 'rdb-needs-module', { module: 'MBbloom--' }],
    ["Fatal error: can't open the RDB file dump.rdb for reading: Permission denied", 'rdb-unreadable', { path: 'dump.rdb', errno: 'EACCES' }],
    ['Short write while writing to the AOF file: (nwritten=95197, expected=300036)', 'aof-write-failed', { errno: 'ENOSPC' }],
    ['Fatal error loading the DB: Permission denied. Exiting.', 'rdb-unreadable', { errno: 'EACCES' }],
    ['Failed opening the RDB file dump.rdb (in server root dir /data) for saving: Permission denied', 'save-open-failed', { path: 'dump.rdb', errno: 'EACCES' }],
    ['Failed opening the temp RDB file temp-12.rdb (in server root dir /data) for saving: No space left on device', 'save-open-failed', { errno: 'ENOSPC' }],
    ['Write error saving DB on disk: No space left on device', 'save-write-failed', { errno: 'ENOSPC' }],
    ['Background saving error', 'save-failed', {}],
    ["Can't save in background: fork: Cannot allocate memory", 'fork-failed', { errno: 'ENOMEM' }],
    ['Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file', 'aof-corrupt', { path: 'appendonly.aof.1.incr.aof' }],
    ['Bad file format reading the append only file: make a backup of your AOF file, then use ./redis-check-aof --fix <filename>', 'aof-corrupt', {}],
    ['Unexpected end of file reading the append only file appendonly.aof.1.incr.aof. You can: 1) Make a backup', 'aof-truncated', { path: 'appendonly.aof.1.incr.aof' }],
    ["Unknown command 'QET' reading the append only file appendonly.aof.1.incr.aof", 'aof-unknown-command', { command: 'QET' }],
    ["Can't open or create append-only dir appendonlydir: Permission denied", 'aof-directory-failed', { path: 'appendonlydir', errno: 'EACCES' }],
    ["Can't open the append-only file appendonlydir/x.aof: Permission denied", 'aof-unreadable', { path: 'appendonlydir/x.aof', errno: 'EACCES' }],
    ['Error writing to the AOF file: No space left on device', 'aof-write-failed', { errno: 'ENOSPC' }],
    ['Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.', 'aof-fsync-slow', {}],
    ['MASTER aborted replication with an error: NOAUTH Authentication required.', 'replica-auth-failed', { reason: 'NOAUTH Authentication required.' }],
    ['Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled.', 'replica-auth-failed', {}],
    ['Unable to AUTH to PRIMARY: -WRONGPASS invalid username-password pair or user is disabled.', 'replica-auth-failed', {}],
    ['(Non critical) Master does not understand REPLCONF listening-port: -NOAUTH Authentication required.', null, {}],
    ['Unexpected reply to PSYNC from master: -NOAUTH Authentication required.', 'replica-auth-failed', { reason: '-NOAUTH Authentication required.' }],
    ['Connecting to MASTER 10.0.0.1:6379', 'replica-connecting', { host: '10.0.0.1', port: '6379' }],
    ['Error condition on socket for SYNC: Connection refused', 'replica-connect-failed', { errno: 'ECONNREFUSED' }],
    ['Timeout connecting to the MASTER...', 'replica-timeout', {}],
    ['PRIMARY timeout: no data nor PING received...', 'replica-timeout', {}],
    ['Connection with master lost.', 'replica-link-lost', {}],
    ['Connection with replica client id #12 lost.', 'primary-replica-lost', { replica: 'client id #12' }],
    ['Full resync requested by replica 127.0.0.1:6380', 'primary-full-resync', { replica: '127.0.0.1:6380' }],
    ['Unable to partial resync with replica 127.0.0.1:6380 for lack of backlog (Replica request was: 12).', 'primary-partial-refused', { reason: 'lack of backlog' }],
    ['Client id=7 addr=127.0.0.1:1 flags=S db=0 cmd=psync scheduled to be closed ASAP for overcoming of output buffer limits.', 'output-buffer-exceeded', { type: 'replica' }],
    ['Client id=7 addr=127.0.0.1:1 flags=P db=0 cmd=subscribe scheduled to be closed ASAP for overcoming of output buffer limits.', 'output-buffer-exceeded', { type: 'client' }],
    ['+sdown master main 10.0.0.1 6379', 'sentinel-sdown', { type: 'master', name: 'main', port: '6379' }],
    ['+sdown slave 10.0.0.2:6379 10.0.0.2 6379 @ main 10.0.0.1 6379', 'sentinel-sdown', { type: 'slave', primary: 'main' }],
    ['-sdown master main 10.0.0.1 6379', 'sentinel-sdown-cleared', {}],
    ['+odown master main 10.0.0.1 6379 #quorum 2/2', 'sentinel-odown', { votes: '2/2' }],
    ['+switch-master main 10.0.0.1 6379 10.0.0.2 6380', 'sentinel-switched', { toHost: '10.0.0.2', toPort: '6380' }],
    ['-failover-abort-no-good-slave master main 10.0.0.1 6379', 'sentinel-failover-aborted', { why: 'no-good-replica', name: 'main' }],
    ['-failover-abort-not-elected master main 10.0.0.1 6379', 'sentinel-failover-aborted', { why: 'not-elected' }],
    ['+tilt #tilt mode entered', 'sentinel-tilt', {}],
    ['Could not rename tmp config file (Device or resource busy)', 'config-rewrite-failed', { reason: 'Device or resource busy', errno: 'EBUSY' }],
    ['WARNING: Sentinel was not able to save the new configuration on disk!!!: Device or resource busy', 'config-rewrite-failed', { errno: 'EBUSY' }],
    ['Sentinel config file /etc/s.conf is not writable: Permission denied. Exiting...', 'config-not-writable', { path: '/etc/s.conf', errno: 'EACCES' }],
    ["Failed to resolve hostname 'redis-0'", 'sentinel-resolve-failed', { host: 'redis-0' }],
    ['Cluster state changed: fail', 'cluster-fail', {}],
    [
      'Error accepting a client connection: error:1408F10B:SSL routines:ssl3_get_record:wrong version number (addr=127.0.0.1:5 laddr=127.0.0.1:6)',
      'tls-accept-failed',
      { peer: '127.0.0.1:5' },
    ],
    ['DB saved on disk', 'saved', {}],
    ['10 changes in 300 seconds. Saving...', null, {}],
  ])('%s', (text, kind, detail) => {
    const line = `123:M 20 Nov 2026 10:00:00.123 # ${text}`;
    expect(kindOf(line)).toBe(kind);
    if (kind !== null) expect(detailOf(line)).toMatchObject(detail);
  });
});

const at = (second: number) => `1:M 20 Nov 2026 10:00:${String(second).padStart(2, '0')}.000`;
const start = (second: number) =>
  `${at(second)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n${at(second)} * Redis version=7.2.5, bits=64, commit=0, modified=0, pid=1, just started\n${at(second)} * Running mode=standalone, port=6379.\n`;

describe('a life', () => {
  test('what stands before the last start is history', () => {
    const events = recognise(`${start(0)}${at(1)} # Redis 7.2.5 crashed by signal: 11\n${start(2)}${at(3)} * Ready to accept connections tcp\n`);
    expect(events.map(({ kind, afterLastStart }) => `${kind} ${afterLastStart}`)).toEqual(['started false', 'crash-signal false', 'started true', 'ready true']);
    expect(endedOf(events)).toBe('ready');
  });
  test('a block on stderr becomes one event without the secret that it repeats', () => {
    const text = `\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 2\n>>> 'requirepass "hunter2 hunter3'\nUnbalanced quotes in configuration line\n`;
    const events = recognise(text);
    expect(events).toMatchObject([
      { kind: 'config-fatal', line: 2, afterLastStart: true, detail: { line: '2', directive: 'requirepass', reason: 'Unbalanced quotes in configuration line' } },
    ]);
    expect(JSON.stringify(events)).not.toContain('hunter');
    expect(endedOf(events)).toBe('exited');
  });
  test('the directive names the event: `dir`, `user`, `sentinel monitor` are faults of their own', () => {
    const block = (line: string, reason: string) => recognise(`*** FATAL CONFIG FILE ERROR ***\nReading the configuration file, at line 1\n>>> '${line}'\n${reason}\n`)[0];
    expect(block('dir /data', 'No such file or directory')).toMatchObject({ kind: 'chdir-failed', detail: { path: '/data', errno: 'ENOENT' } });
    expect(block('user a on >hunter2', 'Error in user declaration')).toMatchObject({ kind: 'acl-fatal', text: expect.not.stringContaining('hunter2') });
    expect(block('sentinel monitor main redis-0 6379 2', "Can't resolve instance hostname.")).toMatchObject({ kind: 'sentinel-resolve-failed', detail: { host: 'redis-0' } });
  });
  test('shut down, ended by itself, and nothing known', () => {
    expect(
      endedOf(
        recognise(
          `${start(0)}${at(1)} * Ready to accept connections\n1:signal-handler (1795237837) Received SIGTERM scheduling shutdown...\n${at(2)} * User requested shutdown...\n${at(2)} # Redis is now ready to exit, bye bye...\n`,
        ),
      ),
    ).toBe('shutdown');
    expect(endedOf(recognise(`${start(0)}${at(1)} # Failed listening on port 6379 (tcp), aborting.\n`))).toBe('exited');
    const always = "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...";
    expect(endedOf(recognise(`${start(0)}${at(1)} * Ready to accept connections\n${at(2)} # ${always}\n`))).toBe('exited');
    expect(endedOf(recognise('hello\n'))).toBe('unknown');
  });
  test('a line that repeats every second does not push out the others', () => {
    const events = recognise(
      `${start(0)}${at(1)} # Can't save in background: fork: Cannot allocate memory\n${`${at(2)} * Connecting to MASTER 10.0.0.1:6379\n${at(2)} # Error condition on socket for SYNC: Connection refused\n`.repeat(500)}`,
    );
    const kept = selectEvents(events);
    expect(kept.length).toBeLessThanOrEqual(60);
    expect(kept.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['started', 'fork-failed', 'replica-connect-failed']));
  });
});

describe('several files', () => {
  const source = (path: string, text: string, isNamed: boolean, modifiedAt: string) => ({
    path,
    foundBy: 'project' as const,
    isNamed,
    tail: { text, firstLine: 1, modifiedAtMs: Date.parse(modifiedAt), bytes: text.length },
  });
  const log = `${start(0)}${at(1)} * Ready to accept connections\n`;
  const fatal = "*** FATAL CONFIG FILE ERROR ***\nReading the configuration file, at line 1\n>>> 'prot 1'\nBad directive\n";
  const local = (second: number) => recognise(`${at(second)} * Ready to accept connections`)[0]?.at ?? '';
  test('what stderr holds is newer than the log: that was the last attempt', () => {
    expect(combineLogs([source('redis.log', log, true, local(1)), source('err.log', fatal, false, local(30))], [6379])).toMatchObject({ file: 'redis.log', ended: 'exited' });
  });
  test('what stderr holds is older: it is history', () => {
    const combined = combineLogs(
      [source('redis.log', `${start(40)}${at(41)} * Ready to accept connections\n`, true, local(41)), source('err.log', fatal, false, local(30))],
      [6379],
    );
    expect(combined?.ended).toBe('ready');
    expect(combined?.events[0]).toMatchObject({ kind: 'config-fatal', afterLastStart: false });
  });
  test("another server's log is left out", () => {
    expect(combineLogs([source('other.log', log, false, local(1))], [6380])).toBeNull();
    expect(combineLogs([source('other.log', log, false, local(1))], [6379])).toMatchObject({ ended: 'ready' });
  });
});

test('anything may come: it ends soon, keeps its bounds and shows no password', () => {
  const fragments = fc.constantFrom(
    '*** FATAL CONFIG FILE ERROR ***',
    ">>> 'requirepass hunter2hunter2'",
    'redis://u:hunter2hunter2@h:1',
    '+sdown master',
    'Client id=1 flags=S overcoming of output buffer limits',
    '{"log":',
    '1:M 99 Foo 2026 99:99:99.9 # x',
    'masterauth "hunter2hunter2',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(fragments, fc.string({ maxLength: 80 })), { maxLength: 80 }), fc.constantFrom('\n', ' ', '\r\n'), (parts, glue) => {
      const events = selectEvents(recognise(parts.join(glue)));
      expect(events.length).toBeLessThanOrEqual(60);
      for (const event of events) {
        expect(logKinds).toContain(event.kind);
        expect(event.text.length).toBeLessThanOrEqual(300);
      }
      expect(JSON.stringify(events)).not.toContain('hunter2hunter2');
    }),
    { numRuns: 400 },
  );
  expect(recognise('x'.repeat(1_000_000))).toEqual([]);
});
