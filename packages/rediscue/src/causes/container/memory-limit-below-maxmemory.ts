import { engine } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';

/** Buffers, fragmentation and a snapshot's copies need at least the rest. */
const mostOfLimit = 0.9;
const gibibyte = 1024 ** 3;

export default defineCause({
  code: 'container/memory-limit-below-maxmemory',
  severity: 'error',
  scope: 'endpoint',
  title: "The container's memory limit is too near to `maxmemory`",
  meaning: 'Long before Redis evicts or refuses by its own limit, the kernel kills the whole container: all connections break, and what was not saved is lost.',
  detection: "`maxmemory` is over 90 % of the container's memory limit.",
  advice: 'Keep `maxmemory` at 75 % of the limit or less.',
  source: 'redis.io, "Memory optimization": the resident size is larger than the data',
  needs: ['containers', 'info'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    const limit = box?.memoryLimitBytes ?? null;
    const most = at.infoNumber('maxmemory') ?? at.configNumber('maxmemory');
    if (!box || limit === null || limit <= 0 || most === undefined || most <= 0 || most <= limit * mostOfLimit) return null;
    const wanted = Math.ceil(most / 0.75 / 1048576);
    return {
      summary: `maxmemory of ${at.subject} is ${bytes(most)}, and its container ${box.name} is killed at ${bytes(limit)}.`,
      evidence: ['containers', 'info'],
      remedies: [
        remedy(
          'Raise the limit of the container',
          [`${engine(at)} update --memory ${wanted}m --memory-swap ${wanted}m ${box.name}`],
          diagnoseAgain(at),
          'safe',
          'raise-memory-limit',
        ),
        remedy(
          'Or lower maxmemory: with an eviction policy keys are evicted, without one writes are refused',
          [`${redisCli(at)} CONFIG SET maxmemory ${Math.floor((limit * 0.75) / 1048576)}mb`],
          diagnoseAgain(at),
          'destructive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'both are 1 GiB',
        facts: { endpoints: { '127.0.0.1:6379': { info: { value: { maxmemory: String(gibibyte) } }, containers: containers(container({ memoryLimitBytes: gibibyte })) } } },
      },
    ],
    good: [
      {
        name: 'three quarters',
        facts: { endpoints: { '127.0.0.1:6379': { info: { value: { maxmemory: String(0.75 * gibibyte) } }, containers: containers(container({ memoryLimitBytes: gibibyte })) } } },
      },
      { name: 'no limit of the container', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
    ],
  },
});
