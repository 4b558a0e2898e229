import { denials, denialText, userOf } from '../acl-rules.ts';
import { diagnoseTarget, quoted, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hurt } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

const aboutCommand = /run the '([^']+)' command/;

/**
 * The write probe was refused for the command itself, although the user may read. A user who may neither read nor write
 * watches the server, and one who is declared for reading needs no more.
 */
function ownWrite(at: EndpointView): string | null {
  const write = at.get('write');
  const declared = at.target.declared;
  if (write?.error !== 'NOPERM' || write.step !== 'set' || declared?.readOnly || declared?.use === 'read') return null;
  const command = aboutCommand.exec(write.reply ?? '')?.[1];
  const mayRead = write.readError === null || (write.readError === 'NOPERM' && !aboutCommand.test(write.readReply ?? ''));
  return command && mayRead ? command : null;
}

/** SELECT was refused for the account's sake: the database that the application declares cannot be used. */
const deniesSelect = (at: EndpointView): boolean => at.get('select')?.state === 'refused' && /^-?NOPERM/.test(at.get('select')?.reply ?? '');

export default defineCause({
  code: 'auth/command-denied',
  severity: 'error',
  scope: 'endpoint',
  title: 'The access rules deny a command that the application uses',
  meaning: 'Logging in works and some commands do, one or more are answered with `-NOPERM`. The features that need them fail, the health check does not.',
  detection:
    "The server's ACL LOG shows commands that it refused to the application's own user within the last hour and would refuse again; or SELECT of the declared database is refused; or the user may read and not write though it is not declared for reading. A user who may do neither is one that watches, and our own refused questions count for nothing.",
  advice: 'Grant the command to the user on every node and save, or let the application do without it.',
  source: 'redis.io, "ACL"',
  needs: ['acl', 'write', 'select'],
  explains: [],
  detect: (at) => {
    const refused = denials(at, 'command');
    const write = ownWrite(at);
    const select = deniesSelect(at);
    if (refused.length === 0 && write === null && !select) return null;
    const user = userOf(at);
    const commands = [...new Set([...(select ? ['select'] : []), ...refused.map((entry) => entry.object), ...(write && refused.length === 0 ? [write] : [])])];
    return {
      ...hurt(at, 'error'),
      summary: select
        ? `${at.subject} denies user ${user} SELECT, so that its database ${at.get('select')?.database} cannot be used: ${quoted(at.get('select')?.reply)}.`
        : refused.length > 0
          ? `${at.subject} denies user ${user}: ${refused.slice(0, 3).map(denialText).join('; ')}.`
          : `${at.subject} lets user ${user} read and not write: ${quoted(at.get('write')?.reply)}.`,
      evidence: select ? ['select'] : refused.length > 0 ? ['acl'] : ['write'],
      remedies: [
        remedy(
          `Grant ${commands.join(', ')} to ${user}, on every node, and save`,
          [
            `${redisCli(at).replace(/ --user \S+/, '')} ACL SETUSER ${user} ${commands.map((command) => `+${command}`).join(' ')}`,
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
        name: "the application's own command stands in the log",
        facts: {
          target: { username: 'app' },
          acl: {
            whoami: { state: 'ok', value: 'app' },
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all -lpush', keys: '~*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 3, reason: 'command', object: 'lpush', username: 'app', ageSeconds: 20, client: '192.0.2.20:51000' }] },
          },
        },
      },
      {
        name: 'the user may not select the database that the application declares',
        facts: {
          target: { username: 'app', database: 3 },
          select: { database: 3, state: 'refused', reply: "NOPERM User app has no permissions to run the 'select' command" },
          write: { state: 'not-asked', why: "the application's database was refused" },
        },
      },
      {
        name: 'the user may read and not write',
        facts: {
          target: { username: 'app' },
          write: { state: 'refused', step: 'set', error: 'NOPERM', reply: "NOPERM User app has no permissions to run the 'set' command" },
          acl: {
            whoami: { state: 'refused', reply: 'NOPERM' },
            self: { state: 'refused', reply: 'NOPERM' },
            users: { state: 'refused', reply: 'NOPERM' },
            log: { state: 'refused', reply: 'NOPERM' },
          },
        },
      },
    ],
    good: [
      {
        name: 'a database that does not exist',
        facts: { target: { username: 'app', database: 20 }, select: { database: 20, state: 'refused', reply: 'ERR DB index is out of range' } },
      },
      {
        name: 'its category was granted since',
        facts: {
          target: { username: 'app' },
          acl: {
            whoami: { state: 'ok', value: 'app' },
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '+@all -@dangerous -@scripting +info +@scripting', keys: '~*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 3, reason: 'command', object: 'eval', username: 'app', ageSeconds: 20, client: '192.0.2.20:51000' }] },
            categories: { eval: ['@slow', '@scripting'] },
          },
        },
      },
      {
        name: 'a user that may only PING and INFO',
        facts: {
          target: { username: 'watcher' },
          write: {
            state: 'refused',
            step: 'set',
            error: 'NOPERM',
            reply: "NOPERM User watcher has no permissions to run the 'set' command",
            readError: 'NOPERM',
            readReply: "NOPERM User watcher has no permissions to run the 'get' command",
          },
        },
      },
      {
        name: 'a user declared for reading',
        facts: {
          target: { username: 'reader', readOnly: true },
          write: { state: 'refused', step: 'set', error: 'NOPERM', reply: "NOPERM User reader has no permissions to run the 'set' command" },
        },
      },
      {
        name: 'a user with keys of its own: our key is not among them',
        facts: {
          target: { username: 'app' },
          write: {
            state: 'refused',
            step: 'set',
            error: 'NOPERM',
            reply: 'NOPERM No permissions to access a key',
            readError: 'NOPERM',
            readReply: 'NOPERM No permissions to access a key',
          },
        },
      },
      {
        name: 'it was denied, and has been granted since',
        facts: {
          target: { username: 'app' },
          acl: {
            self: { state: 'ok', value: { enabled: true, noPassword: false, commands: '-@all +@read +lpush', keys: '~*', channels: '&*' } },
            log: { state: 'ok', value: [{ count: 3, reason: 'command', object: 'lpush', username: 'app', ageSeconds: 20, client: '192.0.2.20:51000' }] },
          },
        },
      },
      {
        name: 'another user was denied something',
        facts: { acl: { log: { state: 'ok', value: [{ count: 1, reason: 'command', object: 'flushall', username: 'intern', ageSeconds: 20, client: '192.0.2.30:51000' }] } } },
      },
    ],
  },
});
