import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { answered } from '../example-parts.ts';
import { hostOf, hurt, portOf } from '../reach.ts';

export default defineCause({
  code: 'network/protected-mode',
  severity: 'critical',
  scope: 'endpoint',
  title: 'Protected mode rejects clients from other hosts',
  meaning:
    'The server has no password and was not told on which addresses to serve, so it takes clients of its own machine alone. A client from elsewhere gets one error and is cut off.',
  detection: 'The first reply is `-DENIED`. The server still works for clients on its own machine, so a check there shows nothing.',
  advice: 'Set a password on the server and give it to the application. Switching protected mode off opens the data to everybody who can reach the port.',
  source: 'redis.io, "Redis security"',
  needs: ['speak'],
  explains: ['replication/link-down', 'replication/stale-refused'],
  detect: (at) => {
    const speak = at.get('speak');
    if (speak?.error !== 'DENIED') return null;
    const port = portOf(at) ?? 6379;
    return {
      ...hurt(at, 'critical'),
      summary: `${at.subject} rejects clients from other hosts: it has no password, and protected mode is on.`,
      why: `the server at ${at.subject} answers -DENIED to clients from elsewhere`,
      evidence: ['speak'],
      remedies: [
        remedy(
          `Set a password on the server (run on ${hostOf(at)}; the value is asked for, not shown) and give the same to the application`,
          [`read -rs NEW_PASSWORD && printf 'CONFIG SET requirepass "%s"\\nCONFIG REWRITE\\n' "$NEW_PASSWORD" | redis-cli -p ${port}`],
          diagnoseTarget(at.target),
          'disruptive',
          'set-app-password',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a client from another host',
        facts: answered('DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.'),
      },
    ],
    good: [
      { name: 'protected mode is on and a password is set', facts: {} },
      {
        name: 'an open server in protected mode, from its own machine',
        facts: { speak: { state: 'resp', reply: 'PONG', error: null }, auth: { openWithoutLogin: true, tries: [], outcome: 'not-needed' } },
      },
    ],
  },
});
