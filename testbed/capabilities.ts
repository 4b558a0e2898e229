import { spawnSync } from 'node:child_process';
import { canLimitCpu } from './cpu-group.ts';
import { postgresqlFolder } from './postgresql.ts';

const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
const isRoot = process.getuid?.() === 0;

/** What a test may need beside Node, whether it is there, and how to get it. */
export const capabilities = {
  server: { has: () => works('redis-server', '--version') || works('valkey-server', '--version'), how: 'install redis-server (Debian: apt-get install redis-server)' },
  openssl: { has: () => works('openssl', 'version'), how: 'install openssl' },
  namespaces: { has: () => isRoot && works('ip', 'netns', 'list') && works('unshare', '-n', 'true'), how: 'run as root with iproute2 (Debian: apt-get install iproute2 iptables)' },
  firewall: { has: () => isRoot && works('unshare', '-n', 'iptables', '-L'), how: 'run as root with iptables (Debian: apt-get install iptables)' },
  traffic: {
    has: () => isRoot && works('unshare', '-n', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms'),
    how: 'run as root with tc (Debian: apt-get install iproute2) on a kernel with sch_netem',
  },
  mounts: { has: () => isRoot && works('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'), how: 'run as root' },
  users: { has: () => isRoot && works('setpriv', '--reuid=65534', 'true'), how: 'run as root with setpriv (util-linux)' },
  cgroups: { has: () => isRoot && canLimitCpu(), how: 'run as root where control groups can be made (a Linux host, not a plain container)' },
  tracer: { has: () => works('strace', '-f', '-o', '/dev/null', 'true'), how: 'install strace (Debian: apt-get install strace)' },
  postgresql: {
    has: () => postgresqlFolder() !== null && (!isRoot || works('setpriv', '--reuid=65534', 'true')),
    how: 'install PostgreSQL (Debian: apt-get install postgresql); as root with setpriv (util-linux)',
  },
  containers: {
    has: () =>
      isRoot && works('podman', '--version') && works('runc', '--version') && works('unshare', '--mount', '--net', '--pid', '--fork', 'true') && works('nsenter', '--version'),
    how: 'install podman (Debian: apt-get install podman runc netavark aardvark-dns iptables iproute2), run as root',
  },
} as const;

export type Capability = keyof typeof capabilities;

const known = new Map<Capability, boolean>();

/** Whether this machine can do it; asked once. */
export function can(name: Capability): boolean {
  const answer = known.get(name) ?? capabilities[name].has();
  known.set(name, answer);
  return answer;
}
