import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';

/** Fewer may be one client with an old password. */
const repeated = 5;
const daySeconds = 86_400;

export default defineCause({
  code: 'security/denied-attempts',
  severity: 'warning',
  scope: 'endpoint',
  title: 'Logins or commands are refused again and again',
  meaning: 'Somebody guesses passwords, scans, or a forgotten client runs on an old credential.',
  detection:
    "ACL LOG of the last day holds five or more refused logins, or refused commands of users other than the application's own. What this look itself caused is left out. A refused login of the application itself has a code of its own.",
  advice: 'See from which addresses they come. Close the port to them, or give the forgotten client its new credential.',
  source: 'redis.io, "ACL LOG"',
  needs: ['acl'],
  explains: [],
  detect: (at) => {
    const acl = at.get('acl');
    if (acl?.log.state !== 'ok' || at.get('auth')?.outcome === 'rejected') return null;
    const own = acl.whoami.state === 'ok' ? acl.whoami.value : at.target.declared?.username;
    const entries = acl.log.value.filter(({ ageSeconds, reason, username }) => ageSeconds < daySeconds && (reason === 'auth' || (own !== undefined && username !== own)));
    const sum = (reasons: (reason: string) => boolean) => entries.filter(({ reason }) => reasons(reason)).reduce((total, { count }) => total + count, 0);
    const logins = sum((reason) => reason === 'auth');
    const commands = sum((reason) => reason !== 'auth');
    if (logins < repeated && commands < repeated) return null;
    const users = [...new Set(entries.map(({ username }) => username))]
      .slice(0, 5)
      .map((name) => `"${name}"`)
      .join(', ');
    const clients = [...new Set(entries.map(({ client }) => client.replace(/:\d+$/, '')).filter((client) => client !== ''))].slice(0, 5).join(', ');
    const what = [logins >= repeated ? `${logins} logins` : null, commands >= repeated ? `${commands} commands` : null].filter(Boolean).join(' and ');
    return {
      summary: `${at.subject} refused ${what} in the last day, of ${users}${clients ? ` from ${clients}` : ''}.`,
      evidence: ['acl'],
      remedies: [remedy('See who it was', [`${redisCli(at)} ACL LOG 50`, `${redisCli(at)} CLIENT LIST`], diagnoseAgain(at))],
    };
  },
  examples: {
    bad: [
      {
        name: 'passwords are guessed',
        facts: { acl: { log: { state: 'ok', value: [{ count: 240, reason: 'auth', object: 'AUTH', username: 'admin', ageSeconds: 600, client: '198.51.100.9:4711' }] } } },
      },
    ],
    good: [
      {
        name: 'one mistyped password',
        facts: { acl: { log: { state: 'ok', value: [{ count: 2, reason: 'auth', object: 'AUTH', username: 'default', ageSeconds: 600, client: '192.0.2.20:4711' }] } } },
      },
      {
        name: 'a wave of last week',
        facts: { acl: { log: { state: 'ok', value: [{ count: 240, reason: 'auth', object: 'AUTH', username: 'admin', ageSeconds: 700000, client: '198.51.100.9:4711' }] } } },
      },
    ],
  },
});
