import { ago, answersRedis, runnerOf, secondsSince } from '../container-state.ts';
import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers, unconnected } from '../example-parts.ts';
import { servingContainers } from '../exposure.ts';

const repeated = 3;
const dead = unconnected('refused', ['127.0.0.1']);

export default defineCause({
  code: 'container/restart-loop',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The container starts and dies again and again',
  meaning: 'Its restart policy brings it back, and it ends again before it serves anything. Clients see it refuse, then answer for a moment, then refuse.',
  detection:
    'The engine says `restarting`, or has restarted it three times or more and the last start was within a minute; a warning once it answers. A reason in its log, or a kill for memory, is a deeper cause.',
  advice: 'Read the log of the last run: it says why it ended.',
  source: 'docs.docker.com, "Start containers automatically"',
  needs: ['containers'],
  explains: ['container/exited', 'container/unhealthy', 'network/nothing-listening', 'network/name-not-found', 'process/not-running', 'process/loading'],
  detect: (at) => {
    const box = servingContainers(at).find(({ state, restartCount, startedAt, finishedAt }) => {
      const latest = Math.min(secondsSince(at, startedAt) ?? Number.POSITIVE_INFINITY, secondsSince(at, finishedAt) ?? Number.POSITIVE_INFINITY);
      return state === 'restarting' || (restartCount >= repeated && latest < 60);
    });
    if (!box || (answersRedis(at) && box.state === 'running' && (secondsSince(at, box.startedAt) ?? 0) >= 60)) return null;
    const run = runnerOf(at, box);
    const isBack = answersRedis(at) && box.state === 'running';
    return {
      // It may have been mended a moment ago, or be about to die again.
      ...(isBack && { severity: 'warning' as const }),
      summary: isBack
        ? `The container ${box.name} (${at.subject}) was started again ${box.restartCount} times, the last time ${ago(at, box.startedAt)}; it answers now.`
        : `The container ${box.name} (${at.subject}) starts and dies again and again: ${box.restartCount} restarts, the last run ended ${ago(at, box.finishedAt)}${box.exitCode === null ? '' : ` with exit code ${box.exitCode}`}.`,
      evidence: ['containers', 'log'],
      remedies: [remedy('See why each run ends', [run.logs], run.state)],
    };
  },
  examples: {
    bad: [
      {
        name: 'the engine says so',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { ...dead, containers: containers(container({ state: 'restarting', restartCount: 12, exitCode: 1, finishedAt: '2026-11-20T09:59:58.000Z' })) },
          },
        },
      },
      {
        name: 'it answers, a moment after its eighth restart',
        facts: {
          endpoints: {
            '127.0.0.1:6379': { containers: containers(container({ restartCount: 8, startedAt: '2026-11-20T09:59:55.000Z', finishedAt: '2026-11-20T09:59:54.000Z' })) },
          },
        },
      },
      {
        name: 'eight restarts, the last one a moment ago',
        facts: {
          endpoints: {
            '127.0.0.1:6379': {
              ...dead,
              containers: containers(container({ restartCount: 8, exitCode: 1, startedAt: '2026-11-20T09:59:59.000Z', finishedAt: '2026-11-20T09:59:58.000Z' })),
            },
          },
        },
      },
    ],
    good: [
      {
        name: 'restarted often, months ago',
        facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ restartCount: 8, finishedAt: '2026-11-10T09:59:58.000Z' })) } } },
      },
    ],
  },
});
