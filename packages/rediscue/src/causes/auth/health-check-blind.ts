import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { container, containers } from '../example-parts.ts';
import type { EndpointView } from '../view.ts';

/** `redis-cli … ping` whose exit status alone decides: no look at the reply, no `-e`. */
function isBlind(command: readonly string[]): boolean {
  const text = command.join(' ');
  return /\b(redis|valkey)-cli\b.*\bping\b/i.test(text) && !/grep|findstr|PONG|\s-e\b|\[\s|test /.test(text);
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
    'The container is called healthy, its check is a `redis-cli ping` that looks at nothing but the exit status, and the live server refuses that check or refuses to work.',
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
              [`docker exec ${each.name} sh -c 'redis-cli ping | grep -q PONG'; echo $?`],
              diagnoseTarget(at.target),
            ),
          ],
        },
      ];
    }),
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
});
