import type { Place } from '../../facts/index.ts';
import { runnerOf } from '../container-state.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { isContainer, isThrowaway, listed } from '../declared-server.ts';
import { defineCause, type Found } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import { change, declaredServers, endpointsOf, programs } from '../in-files.ts';
import type { EndpointView, ProgramView, ProjectView } from '../view.ts';

/** `redis-cli … ping` whose exit status alone decides: no look at the reply, no `-e`. */
function isBlind(command: readonly string[]): boolean {
  const text = command.join(' ');
  return /\b(redis|valkey)-cli\b.*\bping\b/i.test(text) && !/grep|findstr|PONG|\s-e\b|\[\s|test /.test(text);
}

/** Whether a port is open, and nothing more. */
const looksAtPort = (text: string): boolean =>
  /(^|[\s/])(nc|ncat|netcat)\s+(-\w+\s+)*-\w*z|\/dev\/tcp\/|wait-for-it|telnet:\/\/|(^|\s)(tcping|dockerize)\s/.test(text) && !/ping|PONG|grep/i.test(text);

const wantsPassword = (server: ProgramView): boolean => server.server?.settings.findLast(({ name }) => name === 'requirepass')?.secret?.set === true;

/** A declared check that is misled; null: there is none, or it judges. */
function blindCheck({ healthCheck, name, place, format }: ProgramView, project: ProjectView): { by: 'status' | 'port'; words: string[]; place: Place } | null {
  if (healthCheck?.value) {
    const words = healthCheck.value;
    const by = isBlind(words) ? 'status' : looksAtPort(words.join(' ')) ? 'port' : null;
    return by === null ? null : { by, words, place: healthCheck.place };
  }
  if (format !== 'kubernetes') return null;
  // Liveness may well look at the port alone; readiness decides who gets requests.
  const probe = project
    .objects('kubernetes-probe')
    .map((each) => ({ ...each, data: each.data as { program?: string; probe?: string; type?: string } }))
    .find((each) => each.place.file === place.file && each.data.program === name && each.data.probe === 'readiness' && each.data.type === 'tcp');
  return probe ? { by: 'port', words: [], place: probe.place } : null;
}

const givesPassword = (command: readonly string[]): boolean => /\s(-a|--pass|--askpass|-u|--user)\b|REDISCLI_AUTH/.test(command.join(' '));

/** What the server refuses right now although `redis-cli ping` ends with 0. */
function refusal(at: EndpointView, command: readonly string[]): string | null {
  const speak = at.get('speak')?.error;
  if (speak === 'NOAUTH' && !givesPassword(command)) return 'NOAUTH';
  if (speak && ['LOADING', 'MISCONF', 'MASTERDOWN', 'BUSY'].includes(speak)) return speak;
  const write = at.get('write')?.error;
  return write && ['OOM', 'MISCONF', 'NOREPLICAS', 'CLUSTERDOWN'].includes(write) ? write : null;
}

export default defineCause({
  code: 'auth/health-check-blind',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The health check passes although the server refuses work',
  meaning: '`redis-cli` ends with 0 on every error reply, so a check that looks at the exit status sees NOAUTH, LOADING or BUSY as health. Whatever relies on the check is misled.',
  detection:
    'The container is called healthy, its check is a `redis-cli ping` that looks at nothing but the exit status, and the live server refuses that check or refuses to work. In files: such a check, or one that only opens the port.',
  advice: 'Judge the reply: `redis-cli ping | grep -q PONG`, with the password from REDISCLI_AUTH; better, write and read a key.',
  source: 'Measured with Redis 7.0.15: redis-cli without -e exits 0 on every error reply',
  needs: ['containers', 'speak'],
  explains: [],
  detect: (at) =>
    (at.get('containers')?.containers ?? []).flatMap((each): Found[] => {
      if (each.part !== 'server' || each.state !== 'running' || each.health !== 'healthy' || !isBlind(each.healthCommand)) return [];
      const refused = refusal(at, each.healthCommand);
      if (refused === null) return [];
      return [
        {
          summary: `The health check of ${each.name} passes although the server answers ${refused}: it looks at the exit status of redis-cli, which is 0 on every error.`,
          evidence: ['containers', 'speak', 'write'],
          remedies: [
            remedy(
              `Let the check judge the reply, with the password from the environment (REDISCLI_AUTH)${each.service ? `: healthcheck of the service ${each.service}` : ''}`,
              [
                each.pod === null
                  ? `docker exec ${each.name} sh -c 'redis-cli ping | grep -q PONG'; echo $?`
                  : `${runnerOf(at, each).exec("sh -c 'redis-cli ping | grep -q PONG'")}; echo $?`,
              ],
              diagnoseTarget(at.target),
            ),
          ],
        },
      ];
    }),
  inFiles: {
    detect: (project) => {
      const checks = declaredServers(project).flatMap((server) => {
        const check = isContainer(server) && !isThrowaway(server) ? blindCheck(server, project) : null;
        if (check === null) return [];
        const isRefused = check.by === 'status' && wantsPassword(server) && !givesPassword(check.words) && !server.variables.some(({ name }) => name === 'REDISCLI_AUTH');
        const how =
          check.by === 'port'
            ? 'only whether the port is open, which it also is while the server refuses all work'
            : `the exit status of redis-cli, which is 0 on every error${isRefused ? ', with no password: NOAUTH counts as healthy' : ''}`;
        return [{ server, place: check.place, how }];
      });
      // The same check of servers that belong together is said once.
      return [...Map.groupBy(checks, ({ server, how }) => JSON.stringify([server.group, server.variant, how])).values()].flatMap((own) => {
        const [first] = own;
        if (!first) return [];
        return [
          {
            summary: `The health check of ${listed(own.map(({ server }) => server.name))} looks at ${first.how}.`,
            evidence: programs(first.server, ...own.slice(1).map(({ server }) => server)),
            where: own.map(({ place }) => place),
            concerns: own.flatMap(({ server }) => endpointsOf(project, server)),
            remedies: own.map(({ server, place }) =>
              change(`Let the check of ${server.name} judge the reply, \`redis-cli -e ping | grep -qx PONG\`, with the password from REDISCLI_AUTH`, place),
            ),
          },
        ];
      });
    },
  },
  examples: {
    bad: [
      { name: 'the check is answered with -NOAUTH and passes', facts: { containers: containers(container({ healthCommand: ['CMD', 'redis-cli', 'ping'] })) } },
      {
        name: 'writes are refused, the check passes',
        facts: {
          speak: { reply: 'PONG', error: null },
          write: { state: 'refused', step: 'set', error: 'MISCONF', reply: 'MISCONF Redis is configured to save RDB snapshots' },
          containers: containers(container({ healthCommand: ['CMD-SHELL', 'redis-cli ping'] })),
        },
      },
    ],
    good: [
      { name: 'the check looks at the reply', facts: { containers: containers(container({ healthCommand: ['CMD-SHELL', 'redis-cli ping | grep -q PONG'] })) } },
      { name: 'the check gives the password', facts: { containers: containers(container({ healthCommand: ['CMD-SHELL', 'REDISCLI_AUTH=*** redis-cli ping'] })) } },
      { name: 'no check', facts: { containers: containers(container()) } },
    ],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: a ping by its exit status',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD", "redis-cli", "ping"]\n' },
        at: 'docker-compose.yml:5',
      },
      {
        name: "compose: a shell's line, and a server that wants a password",
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.2\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n    healthcheck:\n      test: redis-cli ping || exit 1\n',
          '.env': 'REDIS_PASSWORD=u8Zr2Kq0pLw5\n',
        },
        at: 'docker-compose.yml:6',
      },
      {
        name: 'compose: only the port',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD-SHELL", "nc -z localhost 6379"]\n' },
        at: 'docker-compose.yml:5',
      },
    ],
    good: [
      {
        name: 'compose: the reply is judged',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD-SHELL", "redis-cli ping | grep PONG"]\n' },
      },
      {
        name: 'compose: redis-cli is told to fail on errors',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD", "redis-cli", "-e", "ping"]\n' },
      },
      {
        name: 'compose: a script of its own',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.2\n    healthcheck:\n      test: ["CMD", "/usr/local/bin/check-redis"]\n' },
      },
      {
        name: 'the check of another service',
        files: { 'docker-compose.yml': 'services:\n  app:\n    image: shop:1\n    healthcheck:\n      test: ["CMD-SHELL", "nc -z redis 6379"]\n' },
      },
    ],
  },
});
