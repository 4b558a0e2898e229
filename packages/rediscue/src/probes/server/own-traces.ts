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

const isOurAddress = (objects: ReadonlySet<string> | undefined): boolean => objects !== undefined && (objects.size >= 2 || objects.has('acl|whoami') || objects.has('acl'));

/**
 * Leaves out the refusals that we caused ourselves, now or in an earlier run: an account with few rights is refused most of our
 * questions, and that says nothing of the application. An earlier connection is known by its address, from which two such
 * questions came, or the one that we begin with and that applications have no use for.
 */
export function withoutOurDoing(log: readonly AclLogLine[], server: ServerView): AclLogLine[] {
  const asked = new Map<string, Set<string>>();
  for (const { client, object, reason } of log) {
    if (reason === 'command' && questions.has(object.toLowerCase())) asked.set(client, (asked.get(client) ?? new Set()).add(object));
  }
  return log.filter(({ reason, clientName, client, object }) => {
    // A refused login is never a side effect of ours: it is one try with what the application has.
    if (reason === 'auth') return true;
    if (isOurs(clientName, client, server) || isOurAddress(asked.get(client))) return false;
    return !object.startsWith(`${ownName}:`) && !(reason === 'command' && questions.has(object.toLowerCase()));
  });
}
