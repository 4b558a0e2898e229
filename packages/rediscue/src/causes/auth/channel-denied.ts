import { denials, denialText, userOf } from '../acl-rules.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';

export default defineCause({
  code: 'auth/channel-denied',
  severity: 'error',
  scope: 'endpoint',
  title: "The access rules deny the application's channel",
  meaning: 'Publishing or subscribing is answered with `-NOPERM`. Since Redis 7.0 new users have no channel at all, so this often begins with an upgrade.',
  detection: "The server's ACL LOG shows channels that it refused to the application's own user within the last hour and would refuse again.",
  advice: 'Grant the channel pattern to the user on every node and save.',
  source: 'redis.conf: acl-pubsub-default',
  needs: ['acl'],
  explains: [],
  detect: (at) => {
    const refused = denials(at, 'channel');
    if (refused.length === 0) return null;
    const user = userOf(at);
    return {
      ...hurt(at, 'error'),
      summary: `${at.subject} denies user ${user} channels that the application uses: ${refused.slice(0, 3).map(denialText).join('; ')}.`,
      evidence: ['acl'],
      remedies: [
        remedy(
          `Grant ${user} the channels, on every node, and save`,
          [
            `${redisCli(at).replace(/ --user \S+/, '')} ACL SETUSER ${user} ${[...new Set(refused.map((entry) => `'&${entry.object}'`))].slice(0, 5).join(' ')}`,
            `${redisCli(at).replace(/ --user \S+/, '')} ACL SAVE`,
          ],
          diagnoseTarget(at.target),
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'a user of Redis 7 without channels',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~*', channels: '' } },
            log: { state: 'ok', value: [{ count: 2, reason: 'channel', object: 'orders', username: 'app', ageSeconds: 60, client: '192.0.2.20:51000' }] },
          },
        },
      },
    ],
    good: [
      {
        name: 'granted since',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~*', channels: '&orders' } },
            log: { state: 'ok', value: [{ count: 2, reason: 'channel', object: 'orders', username: 'app', ageSeconds: 60, client: '192.0.2.20:51000' }] },
          },
        },
      },
      {
        name: "another user's channel",
        facts: {
          target: { username: 'app' },
          acl: { log: { state: 'ok', value: [{ count: 2, reason: 'channel', object: 'orders', username: 'worker', ageSeconds: 60, client: '192.0.2.20:51000' }] } },
        },
      },
    ],
  },
});
