import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { cgroupOf } from '../example-servers.ts';
import { diagnoseAgain } from '../remedy.ts';
import { serverContainer } from '../server-state.ts';
import { quoted, runtimeCommand } from '../shell.ts';

export default defineCause({
  code: 'process/cpu-throttled',
  severity: 'error',
  scope: 'endpoint',
  title: 'A CPU quota holds the server back',
  meaning:
    'The control group of the server may use less CPU than it needs. The kernel stops the whole process for the rest of each period of 100 ms, so that all clients wait although a core is free.',
  detection: 'Over the window the group was throttled in at least half of its periods (`nr_throttled` of `nr_periods`), and the process used its quota up.',
  advice: 'Raise or remove the CPU limit. One core for the main thread and room for snapshots is the least for a busy server.',
  source: 'kernel.org, "CFS bandwidth control", cpu.stat',
  needs: ['cgroup'],
  explains: ['latency/cpu-saturated', 'latency/slow-command', 'network/slow-path', 'replication/lagging'],
  detect: (at) => {
    const group = at.get('cgroup');
    if (group === undefined) return null;
    const { throttledPeriods: throttled, periods, cpuQuotaCores: quota } = group;
    if (quota === null || throttled === null || periods === null || throttled < 1 || throttled < periods / 2) return null;
    const used = at.get('cpu')?.processShare ?? null;
    // One held-back period may be a snapshot's child; only a process that is at its quota is held back itself.
    if (used === null ? throttled < 2 : used < 0.6 * quota) return null;
    const inside = serverContainer(at)?.name;
    const cores = Math.max(2, Math.ceil(quota * 2));
    return {
      summary: `The CPU quota of ${quota} core${quota === 1 ? '' : 's'} holds ${at.subject} back: stopped in ${throttled} of ${Math.max(periods, throttled)} periods just now.`,
      evidence: ['cgroup', 'cpu'],
      remedies: [
        {
          title: 'Grant it more CPU',
          commands: inside
            ? [`${runtimeCommand(at)} update --cpus ${cores} ${quoted(inside)}`]
            : group.version === 2
              ? [`echo max > /sys/fs/cgroup${group.path}/cpu.max`]
              : [`echo -1 > /sys/fs/cgroup/cpu${group.path}/cpu.cfs_quota_us`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a tenth of a core for a busy server',
        facts: {
          process: serverProcess(),
          cgroup: cgroupOf({ cpuQuotaCores: 0.1, throttledPeriods: 2, periods: 2 }),
          cpu: { windowMs: 200, mainThreadShare: 0.1, mainThreadWaitShare: 0.9, processShare: 0.1 },
        },
      },
      { name: 'its own share is not known', facts: { process: serverProcess(), cgroup: cgroupOf({ cpuQuotaCores: 0.5, throttledPeriods: 3, periods: 3 }) } },
    ],
    good: [
      { name: 'a quota that is not used up', facts: { process: serverProcess(), cgroup: cgroupOf({ cpuQuotaCores: 2, throttledPeriods: 0, periods: 2 }) } },
      {
        name: 'one period of a snapshot, the server itself is idle',
        facts: {
          process: serverProcess(),
          cgroup: cgroupOf({ cpuQuotaCores: 1, throttledPeriods: 1, periods: 2 }),
          cpu: { windowMs: 200, mainThreadShare: 0.02, mainThreadWaitShare: 0, processShare: 0.03 },
        },
      },
      { name: 'counters of the group cannot be read', facts: { process: serverProcess(), cgroup: cgroupOf({ cpuQuotaCores: 1, throttledPeriods: null, periods: null }) } },
    ],
  },
});
