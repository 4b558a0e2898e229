import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { cgroupOf } from '../example-servers.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { persists } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

const mebibyte = 1048576;

/** Memory that a child could still take here: the least of what the host and the group have left. */
function left(at: EndpointView): number | null {
  // The kernel's figures are those of this machine; they say nothing about a server elsewhere.
  if (!at.get('process')?.isServer) return null;
  const group = at.get('cgroup');
  const inGroup = group?.memoryLimitBytes != null && group.memoryUsedBytes !== null ? group.memoryLimitBytes - group.memoryUsedBytes : null;
  const known = [at.machine.get('kernel')?.memoryAvailableBytes ?? null, inGroup].filter((each) => each !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

export default defineCause({
  code: 'memory/no-fork-headroom',
  severity: 'warning',
  scope: 'endpoint',
  title: 'A snapshot or rewrite would need more memory than is left',
  meaning:
    'The child that saves shares the pages of the server until they are changed. Under writes a good part is copied; without room for it the kernel kills the server or the child.',
  detection:
    'The server saves, is on this machine and holds at least 64 MiB, and host or container have less left than 30 % of what it holds. Smaller ones and servers that save nothing are not judged.',
  advice: 'Keep `maxmemory` at no more than about 60 % of the memory where much is written, or give the machine more.',
  source: 'redis.io, "Redis administration", memory; FAQ, copy-on-write',
  needs: ['info', 'config'],
  explains: [],
  detect: (at) => {
    const resident = at.get('process')?.residentBytes ?? at.infoNumber('used_memory_rss') ?? null;
    const free = left(at);
    if (resident === null || free === null || persists(at) !== true || resident < 64 * mebibyte || free >= resident * 0.3) return null;
    const limit = at.infoNumber('maxmemory');
    return {
      summary: `${at.subject} holds ${bytes(resident)} and ${bytes(free)} are left where it runs: a snapshot under writes may not fit.`,
      evidence: ['process', 'kernel', 'cgroup', 'info'],
      remedies: [
        {
          title: 'Leave room for the copy: lower what the data may take, or give it more memory',
          commands: [
            `free -h`,
            `${redisCli(at)} CONFIG SET maxmemory ${Math.floor((((limit || resident) as number) * 0.75) / mebibyte)}mb  # evicts or refuses writes by the policy in force`,
          ],
          risk: 'destructive',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a container filled to the brim',
        facts: { process: serverProcess({ residentBytes: 943718400 }), cgroup: cgroupOf({ memoryLimitBytes: 1073741824, memoryUsedBytes: 1010000000 }) },
      },
      {
        name: 'a small host',
        facts: {
          endpoints: { 'redis.example:6379': { process: serverProcess({ residentBytes: 1610612736 }) } },
          machine: { kernel: { memoryTotalBytes: 2147483648, memoryAvailableBytes: 209715200 } },
        },
      },
    ],
    good: [
      { name: 'room for a whole copy', facts: { process: serverProcess() } },
      {
        name: 'a cache that never forks',
        facts: {
          info: { value: { aof_enabled: '0' } },
          config: { value: { values: { save: '', appendonly: 'no' } } },
          process: serverProcess({ residentBytes: 943718400 }),
          cgroup: cgroupOf({ memoryLimitBytes: 1073741824, memoryUsedBytes: 1010000000 }),
        },
      },
      { name: 'tiny', facts: { process: serverProcess({ residentBytes: 9437184 }), cgroup: cgroupOf({ memoryLimitBytes: 10485760, memoryUsedBytes: 10000000 }) } },
    ],
  },
});
