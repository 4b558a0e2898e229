import { ago, answersRedis, runnerOf, secondsSince, wasKilledForMemory } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';
import { bytes, diagnoseAgain } from '../remedy.ts';

const dead = unconnected('refused', ['127.0.0.1']);
const limit = 64 * 1024 * 1024;

export default defineCause({
  code: 'container/oom-killed',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The kernel killed the container for memory',
  meaning: 'The server used more than the limit of its container, and the kernel ended it without a word in its own log. It will happen again.',
  detection: "The engine's flag OOMKilled, or the kernel's log names the container's group; or exit code 137 with a limit and a kill in the log. The flag alone is not reliable.",
  advice: 'Raise the limit, or set `maxmemory` to at most 75 % of it: the rest is for buffers, fragmentation and the copy that a snapshot makes.',
  source: 'Measured with Podman 4.3: OOMKilled stays false after a kill on control groups version 1',
  needs: ['containers'],
  explains: [
    'container/exited',
    'container/restart-loop',
    'container/no-restart-policy',
    'container/memory-limit-below-maxmemory',
    'memory/no-limit',
    'process/not-running',
    'process/crashed',
    'network/nothing-listening',
  ],
  detect: (at) => {
    const box = servingContainers(at).find((each) => wasKilledForMemory(at, each));
    if (!box) return null;
    // It came back and has run for long: history.
    if (answersRedis(at) && (secondsSince(at, box.startedAt) ?? 0) > 600) return null;
    const run = runnerOf(at, box);
    const size = box.memoryLimitBytes === null ? '' : ` of ${bytes(box.memoryLimitBytes)}`;
    return {
      ...(answersRedis(at) && { severity: 'error' as const }),
      summary: `The kernel killed the container ${box.name} (${at.subject}) ${ago(at, box.finishedAt)}, as it used more than its memory limit${size}.`,
      evidence: ['containers', 'log', 'connect'],
      remedies: [
        remedy(
          'Raise the limit and start it again',
          run.limit(box.memoryLimitBytes === null ? null : Math.ceil((box.memoryLimitBytes * 2) / 1048576)),
          diagnoseAgain(at),
          'safe',
          'raise-memory-limit',
        ),
        remedy(
          'Or keep Redis below it: maxmemory at 75 % of the limit, in its configuration',
          [`# redis.conf: maxmemory ${box.memoryLimitBytes === null ? '<bytes>' : `${Math.floor((box.memoryLimitBytes * 0.75) / 1048576)}mb`}`],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: "the engine's flag",
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...dead,
              containers: containers(container({ state: 'exited', exitCode: 137, oomKilled: true, memoryLimitBytes: limit, finishedAt: '2026-11-20T09:59:00.000Z', pid: null })),
            },
          },
        },
      },
      {
        name: "no flag, but the kernel's log",
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...dead, containers: containers(container({ state: 'exited', exitCode: 137, kernelOomKill: true, memoryLimitBytes: limit, pid: null })) },
          },
        },
      },
    ],
    good: [
      {
        name: '`docker kill`: 137 without any trace of memory',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...dead, containers: containers(container({ state: 'exited', exitCode: 137, memoryLimitBytes: limit, kernelOomKill: false, pid: null })) },
          },
        },
      },
      { name: 'it runs', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container()) } } } },
    ],
  },
});
