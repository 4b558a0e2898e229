import type { FactData } from '../../facts/index.ts';
import { parseAclGetUser, parseAclList, parseAclLog, parseCommandCategories } from '../../redis/index.ts';
import type { Asker } from './asker.ts';
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
    categories: {},
  }),
});

/** Commands whose categories are asked; a user is refused few different ones. */
const mostCommands = 16;

/** Adds what only a second question can tell: whether a rule such as `+@scripting` speaks of a command that was refused. */
export async function withCategories(fact: FactData<'acl'>, asker: Asker): Promise<FactData<'acl'>> {
  const refused = fact.log.state === 'ok' ? fact.log.value.filter(({ reason }) => reason === 'command').map(({ object }) => object) : [];
  if (refused.length === 0) return fact;
  const [reply] = await asker.ask([['COMMAND', 'INFO', ...[...new Set(refused)].slice(0, mostCommands)]]);
  const categories = answer(reply, parseCommandCategories);
  return categories.state === 'ok' ? { ...fact, categories: categories.value } : fact;
}
