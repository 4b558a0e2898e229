import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import { bytes, redisCli } from '../remedy.ts';

const mebibyte = 1048576;

export default defineCause({
  code: 'memory/swapped',
  severity: 'error',
  scope: 'endpoint',
  title: "The server's pages are in swap",
  meaning: 'A key in swap is read from disk while every other client waits: single commands take milliseconds to seconds, at random.',
  detection:
    'The kernel reports at least 16 MiB and a tenth of the process in swap (`VmSwap`). A few idle pages in swap are harmless. Of a far server only a resident size well below the used memory hints at it.',
  advice: 'Give the machine memory or the server a lower `maxmemory`; then bring the pages back. Keep `vm.swappiness` low.',
  source: 'redis.io, "Diagnosing latency issues", latency induced by swapping',
  needs: ['info'],
  explains: ['latency/slow-command', 'network/slow-path', 'latency/fork'],
  detect: (at) => {
    const process = at.get('process');
    const resident = process?.residentBytes ?? null;
    const swapped = process?.swapBytes ?? null;
    if (process?.isServer && swapped !== null) {
      const whole = swapped + (resident ?? 0);
      if (swapped < 16 * mebibyte || swapped < whole / 10) return null;
      const kernel = at.machine.get('kernel');
      const room = kernel?.memoryAvailableBytes != null ? ` The machine has ${bytes(kernel.memoryAvailableBytes)} available.` : '';
      return {
        summary: `${bytes(swapped)} of the ${bytes(whole)} of process ${process.pid} (${at.subject}) are in swap: commands that touch them wait for the disk.`,
        evidence: ['process', 'kernel', 'info'],
        remedies: [
          {
            title: `Lower what the server may use, then bring its pages back once there is room.${room}`,
            commands: [
              `${redisCli(at)} INFO memory | grep -E 'used_memory_human|maxmemory_human'`,
              'sysctl -w vm.swappiness=1',
              'swapoff -a && swapon -a  # only when more memory is available than is swapped',
            ],
            risk: 'disruptive',
            runbook: null,
            verify: `grep VmSwap /proc/${process.pid}/status`,
          },
        ],
      };
    }
    const used = at.infoNumber('used_memory');
    const rss = at.infoNumber('used_memory_rss');
    return process === undefined && used !== undefined && rss !== undefined && used > 256 * mebibyte && rss < used * 0.7
      ? { undecided: `${at.subject} has ${bytes(rss)} in memory of ${bytes(used)} in use: the rest may be in swap`, needs: 'VmSwap of the process, on its machine' }
      : null;
  },
  examples: {
    bad: [
      {
        name: 'half of it',
        recordedFrom: 'redis.io, "Diagnosing latency issues", and proc(5), VmSwap; swap is the whole machine\'s, so no test makes it',
        facts: { process: serverProcess({ residentBytes: 52428800, swapBytes: 62914560 }) },
      },
    ],
    good: [
      { name: 'a few idle pages', facts: { process: serverProcess({ swapBytes: 2097152 }) } },
      { name: 'nothing is known of the process', facts: {} },
      { name: 'small beside the whole', facts: { process: serverProcess({ residentBytes: 4294967296, swapBytes: 33554432 }) } },
    ],
  },
});
