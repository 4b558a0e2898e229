import type { AclLogLine } from '../../redis/index.ts';
import type { ServerView } from './server-view.ts';

/** The name of our connections, where the account may set it. */
export const ownName = 'rediscue';

/** Questions that applications do not ask. Versions before 7.0 log the first word only. */
const questions = new Set([
  ...[
    'acl|getuser',
    'acl|list',
    'acl|log',
    'acl|whoami',
    'client|list',
    'config|get',
    'eval_ro',
    'function|stats',
    'latency|latest',
    'memory|stats',
    'memory|usage',
    'module|list',
  ],
  ...['slowlog|get', 'commandlog|get', 'acl', 'config', 'latency', 'memory', 'module', 'slowlog'],
]);

/** A connection of ours: of this run by its address, of an earlier one by its name. */
export const isOurs = (clientName: string, address: string, server: ServerView): boolean => clientName === ownName || server.ownAddresses.has(address);

/**
 * A refusal that we caused ourselves, now or in an earlier run: an account with few rights is refused most of our questions,
 * and that says nothing of the application.
 */
export function isOurDoing(entry: AclLogLine, server: ServerView): boolean {
  if (entry.reason === 'auth') return false;
  if (isOurs(entry.clientName, entry.client, server)) return true;
  if (entry.object.startsWith(`${ownName}:`)) return true;
  return entry.reason === 'command' && questions.has(entry.object.toLowerCase());
}
