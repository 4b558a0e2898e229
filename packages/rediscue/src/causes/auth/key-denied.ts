import { denials, denialText, userOf } from '../acl-rules.ts';
import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';

const aboutKey = /access (a key|one of the keys)/;

/** The pattern that a person would grant: the key's own prefix. */
const patternFor = (key: string): string => (key.includes(':') ? `${key.slice(0, key.indexOf(':'))}:*` : key);

export default defineCause({
  code: 'auth/key-denied',
  severity: 'error',
  scope: 'endpoint',
  title: "The access rules deny the application's keys",
  meaning: 'The user may run the command, but not on these keys: the pattern of its rules and the prefix that the application uses have drifted apart.',
  detection:
    "The server's ACL LOG shows keys that it refused to the application's own user within the last hour and would refuse again, or the user has no key pattern at all. That our own key is outside the user's patterns is no fault.",
  advice: 'Grant the pattern that the application uses to the user on every node and save, or correct the prefix.',
  source: 'redis.io, "ACL": key permissions',
  needs: ['acl'],
  explains: [],
  detect: (at) => {
    const refused = denials(at, 'key');
    const self = at.get('acl')?.self;
    const write = at.get('write');
    const noKeys = self?.state === 'ok' && self.value.keys.trim() === '' && write?.error === 'NOPERM' && aboutKey.test(write.reply ?? '');
    if (refused.length === 0 && !noKeys) return null;
    const user = userOf(at);
    const patterns = [...new Set(refused.map((entry) => patternFor(entry.object)))].slice(0, 5);
    return {
      ...hurt(at, 'error'),
      summary:
        refused.length > 0
          ? `${at.subject} denies user ${user} keys that the application uses: ${refused.slice(0, 3).map(denialText).join('; ')}.`
          : `User ${user} of ${at.subject} may not touch any key: its rules hold no key pattern.`,
      evidence: refused.length > 0 ? ['acl'] : ['acl', 'write'],
      remedies: [
        remedy(
          `Grant ${user} the pattern that it needs, on every node, and save`,
          [
            `${redisCli(at).replace(/ --user \S+/, '')} ACL SETUSER ${user} ${patterns.length > 0 ? patterns.map((pattern) => `'~${pattern}'`).join(' ') : "'~app:*'"}`,
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
        name: 'the application uses another prefix than its rules',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~app:*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 12, reason: 'key', object: 'session:42', username: 'app', ageSeconds: 5, client: '192.0.2.20:51000' }] },
          },
        },
      },
      {
        name: 'the user has no key pattern',
        facts: {
          target: { username: 'app' },
          write: { state: 'refused', step: 'set', error: 'NOPERM', reply: 'NOPERM No permissions to access a key' },
          acl: { self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '', channels: '&*' } } },
        },
      },
    ],
    good: [
      {
        name: "our own key is outside the user's patterns",
        facts: {
          target: { username: 'app' },
          write: { state: 'refused', step: 'set', error: 'NOPERM', reply: 'NOPERM No permissions to access a key' },
          acl: { self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~app:*', channels: '&*' } } },
        },
      },
      {
        name: 'the pattern was granted since',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~app:* ~session:*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 12, reason: 'key', object: 'session:42', username: 'app', ageSeconds: 5, client: '192.0.2.20:51000' }] },
          },
        },
      },
      {
        name: 'a refusal of yesterday',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all', keys: '~app:*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 1, reason: 'key', object: 'session:42', username: 'app', ageSeconds: 90000, client: '192.0.2.20:51000' }] },
          },
        },
      },
    ],
  },
});
