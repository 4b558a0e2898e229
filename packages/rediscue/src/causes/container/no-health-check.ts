import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { diagnoseAgain } from '../remedy.ts';

export default defineCause({
  code: 'container/no-health-check',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Nothing judges whether the container is well',
  meaning: 'The engine knows only that a process exists. A server that hangs, is loading or refuses work counts as running, and others start before it is ready.',
  detection: 'The container that serves the endpoint has no health check.',
  advice: 'Add one that looks at the reply, has a time limit, and fails on every error reply.',
  source: 'docs.docker.com, Dockerfile reference, HEALTHCHECK',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    const box = runningContainer(at);
    if (!box || (box.healthCommand.length > 0 && box.healthCommand[0] !== 'NONE')) return null;
    return {
      summary: `The container ${box.name} (${at.subject}) has no health check.`,
      evidence: ['containers'],
      remedies: [
        remedy(
          'Add a check to the compose file that judges the reply',
          [
            '# healthcheck: { test: ["CMD-SHELL", "timeout 3 redis-cli -e ping | grep -qx PONG"], interval: 5s, timeout: 3s, retries: 5, start_period: 10s }',
            '# with a password: REDISCLI_AUTH from a secret in its environment',
          ],
          diagnoseAgain(at),
        ),
      ],
    };
  },
  examples: {
    bad: [{ name: 'none', facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ health: null })) } } } }],
    good: [
      {
        name: 'a check that judges the reply',
        facts: { endpoints: { '127.0.0.1:6379': { containers: containers(container({ healthCommand: ['CMD-SHELL', 'redis-cli -e ping | grep -qx PONG'] })) } } },
      },
    ],
  },
});
