import { parseAclGetUser, parseAclList, parseAclLog } from '../../redis/index.ts';
import { withoutOurDoing } from './own-traces.ts';
import { answer, defineServerProbe } from './question.ts';

/** Rules of the application's user, all users, and what was refused. WHOAMI was asked beside INFO. */
export const acl = defineServerProbe({
  id: 'acl',
  since: '6.0',
  permission: '+acl|whoami +acl|getuser +acl|list +acl|log',
  cost: 'O(users + 100 entries of the log)',
  commands: (server) => [
    ['ACL', 'GETUSER', server.user],
    ['ACL', 'LIST'],
    ['ACL', 'LOG', '100'],
  ],
  read: ([getUser, users, log], server) => ({
    whoami: server.whoami,
    self: answer(getUser, (reply) => parseAclGetUser(reply) ?? undefined),
    users: answer(users, parseAclList),
    log: answer(log, (reply) => {
      const lines = parseAclLog(reply);
      return lines && withoutOurDoing(lines, server).map(({ clientName: _name, context: _context, ...entry }) => entry);
    }),
  }),
});
