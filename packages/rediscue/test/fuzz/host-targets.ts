import { maskArguments, maskText } from '../../src/declared/masks/index.ts';
import { readServerArguments } from '../../src/probes/host/arguments.ts';
import { placeOf } from '../../src/probes/host/cgroup.ts';
import { combineLogs } from '../../src/probes/host/log/combine.ts';
import { mountOf, parseMounts } from '../../src/probes/host/mounts.ts';
import { parseStat, parseStatus } from '../../src/probes/host/proc.ts';
import { containerIn, isServerProcess } from '../../src/probes/host/process-fact.ts';
import { parseListeners } from '../../src/probes/host/sockets.ts';
import { expectBounded, expectFact } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const at = '12:M 20 Nov 2026 10:00:00.123';
const logs = [
  [
    '12:C 20 Nov 2026 10:00:00.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    '12:C 20 Nov 2026 10:00:00.000 # Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=12, just started',
    `${at} * Running mode=standalone, port=6379.`,
    `${at} # WARNING Memory overcommit must be enabled! Background save may fail.`,
    `${at} * Loading RDB produced by version 7.0.15`,
    `${at} * Ready to accept connections`,
    `${at} # Can't save in background: fork: Cannot allocate memory`,
    `${at} # Write error saving DB on disk: No space left on device`,
    `${at} # Background saving error`,
    `${at} # MASTER aborted replication with an error: NOAUTH Authentication required.`,
    `${at} * Error condition on socket for SYNC: Connection refused`,
    `${at} # Client id=4 addr=127.0.0.1:5 scheduled to be closed ASAP for overcoming of output buffer limits.`,
    `${at} # Redis 7.0.15 crashed by signal: 11, si_code: 0`,
    '12:signal-handler (1795237837) Received SIGTERM scheduling shutdown...',
    `${at} # User requested shutdown...`,
    `${at} # Redis is now ready to exit, bye bye...`,
  ].join('\n'),
  '\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 3\n>>> \'maxmemory-policy "lru" x\'\nargument(s) must be one of the following: volatile-lru\n',
  `123:M 2024-11-20T10:00:00.123+01:00 * Ready to accept connections tcp\nNov 20 10:00:00 host redis-server[9]: 9:S 20 Nov 10:00:00.1 * Connecting to MASTER 10.0.0.1:6379\n${JSON.stringify({ log: `${at} # Short read or OOM loading DB. Unrecoverable error, aborting now.\n` })}\n`,
  'pid=123 role=primary timestamp="2024-11-20T10:00:00.123Z" level=warning message="Bad file format reading the append only file: \\"x\\""\nredis-1  | 1:X 20 Nov 2024 10:00:00.1 # +sdown master main 127.0.0.1 6379\n1:X 20 Nov 2024 10:00:00.1 # +switch-master main 10.0.0.1 6379 10.0.0.2 6379',
];

const commandLines = [
  '/usr/bin/redis-server\0/etc/redis.conf\0--port\x007000\0--requirepass\0hunter2\0--save\x0060\x001\0',
  'redis-server 127.0.0.1:6379 [sentinel]\0',
  'sh\0-c\0redis-server --requirepass "a b" --port 1\0redis-cli -a x\0app --redis-url=redis://u:hunter2@h:1/0\0--password=x',
];

const rest = Array.from({ length: 40 }, (_, index) => String(index + 4)).join(' ');
const stat = `7 (redis-server) S 1 ${rest}`;
const status = 'Name:\tredis-server\nUid:\t0\t65534\t0\t0\nGid:\t1\t2\t3\t4\nGroups:\t5 6 \nVmRSS:\t  10240 kB\nVmSwap:\t 0 kB\nNSpid:\t100\t1\nCapEff:\t000001ffffffffff\n';
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000   112        0 21391 1 0000000000000000 100 0 0 10 0
   1: 00000000000000000000000001000000:18EB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000   112        0 21392 1 0 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
`;
const mounts = `1 0 8:1 / / rw,relatime - ext4 /dev/sda1 rw
2 1 8:2 / /data\\040x ro - xfs /dev/sdb rw
30 23 0:26 /docker/x /sys/fs/cgroup/memory ro shared:9 - cgroup cgroup rw,memory
31 23 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
32 23 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
`;
const groups = `12:memory:/docker/${'ab'.repeat(32)}\n4:cpu,cpuacct:/y/../z\n1:name=systemd:/x\n0::/system.slice/redis.service\n`;

const text = (name: string, seeds: readonly string[], run: (input: string) => unknown): FuzzTarget => ({
  name,
  seeds: () => seeds.map((seed) => Buffer.from(seed)),
  run: (input) => expectBounded(run(input.toString('utf8')), input.length),
});

export const hostTargets: readonly FuzzTarget[] = [
  text('host/log', logs, (input) => {
    const [first, second] = [input.slice(0, input.length / 2), input.slice(input.length / 2)];
    const source = (part: string, isNamed: boolean, modifiedAtMs: number) => ({
      path: `/var/log/${modifiedAtMs}.log`,
      foundBy: 'config' as const,
      isNamed,
      tail: { text: part, firstLine: isNamed ? 1 : null, modifiedAtMs, bytes: part.length },
    });
    for (const sources of [[source(input, true, 1.7e12)], [source(first, false, 1.7e12), source(second, false, 1.8e12)]]) {
      const log = combineLogs(sources, [6379]);
      if (log !== null) expectFact('log', log);
    }
  }),
  text('host/mask', [...logs, ...commandLines], maskText),
  text('host/arguments', commandLines, (input) => {
    const words = input.split('\0');
    const { file, options, title } = readServerArguments(words);
    return [maskArguments(words), file, [...options], title, isServerProcess(words[0] ?? '', words[1] ?? null, words)];
  }),
  text('host/proc-stat', [stat], (input) => parseStat(input, 1.7e12)),
  text('host/proc-status', [status], parseStatus),
  text('host/proc-net-tcp', [tcp], parseListeners),
  text('host/proc-mountinfo', [mounts], (input) => mountOf(parseMounts(input), '/data x/redis')),
  text('host/proc-cgroup', [`${groups}\0${mounts}`], (input) => {
    const [cgroup = '', mounted = ''] = input.split('\0');
    return [placeOf(cgroup, mounted, 'memory'), placeOf(cgroup, mounted, 'cpu'), containerIn(cgroup)];
  }),
];
