import type { Place } from '../../facts/index.ts';
import { remedy } from '../declaration.ts';
import { hasOwnLines, imageFamily, isThrowaway, listed } from '../declared-server.ts';
import { defineCause } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { runningContainer } from '../exposure.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import { diagnoseAgain } from '../remedy.ts';
import type { ProgramView } from '../view.ts';

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
  inFiles: {
    detect: (project) => {
      // An image of somebody's own may bring a check.
      const servers = declaredServers(project).filter(
        (server) =>
          server.format === 'compose' &&
          server.variant === null &&
          !isThrowaway(server) &&
          (server.healthCheck === null ? imageFamily(server) !== null : server.healthCheck.value === null),
      );
      return [...Map.groupBy(servers, ({ group }) => group).values()].flatMap((own) => {
        const [first] = own;
        if (!first) return [];
        return [
          {
            summary: `${listed(own.map(({ name }) => name))} ${own.length === 1 ? 'has' : 'have'} no health check: a server that hangs or refuses work counts as running.`,
            evidence: programs(first, ...own.slice(1)),
            where: own.map(placeOfCheck),
            concerns: own.flatMap((server) => endpointsOf(project, server)),
            remedies: own.map((server) =>
              change(
                `Add a check to ${server.name} that judges the reply; with a password, REDISCLI_AUTH from a secret`,
                placeOfCheck(server),
                server.healthCheck === null && hasOwnLines(server) && !needsLogin(server)
                  ? { insertBelow: '  healthcheck: { test: ["CMD-SHELL", "redis-cli -e ping | grep -qx PONG"], interval: 5s, timeout: 3s, retries: 5, start_period: 10s }' }
                  : null,
              ),
            ),
          },
        ];
      });
    },
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
  fileExamples: {
    bad: [
      { name: 'compose: none', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n' }, at: 'docker-compose.yml:2' },
      {
        name: 'compose: switched off',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: bitnami/redis:7.2\n    healthcheck:\n      disable: true\n' },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: a check that judges the reply',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD-SHELL", "redis-cli -e ping | grep -qx PONG"]\n' },
      },
      { name: 'the image is built here, and may bring one', files: { 'docker-compose.yml': 'services:\n  redis:\n    build: ./redis\n    command: redis-server --port 6379\n' } },
    ],
  },
});

/** Its check must log in, or not look at the plain port, so that no line fits all. */
const needsLogin = (server: ProgramView): boolean =>
  ['requirepass', 'aclfile', 'user', 'port', 'tls-port'].some((name) => server.setting(name) !== undefined) || imageFamily(server) !== 'official';

const placeOfCheck = ({ healthCheck, place }: ProgramView): Place => healthCheck?.place ?? place;
