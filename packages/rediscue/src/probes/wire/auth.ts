import type { Credentials } from '../../declared/target/index.ts';
import type { AuthFact } from '../../facts/index.ts';
import type { Connection, Reply } from '../../redis/index.ts';
import { RedisError } from '../../redis/index.ts';
import { errorCode, replyText } from './reply-text.ts';

type Try = AuthFact['tries'][number];

/** One AUTH, as the application's client would send it or in the other form. */
async function attempt(connection: Connection, form: Try['form'], credentials: Credentials, timeoutMs: number, signal: AbortSignal): Promise<Try & { error: string | null }> {
  const password = credentials.password ?? '';
  const command = form === 'AUTH password' ? ['AUTH', password] : ['AUTH', form === 'AUTH default password' ? 'default' : (credentials.username ?? 'default'), password];
  const reply = await connection.call(command, { timeoutMs, signal });
  return { form, reply: replyText(reply, [credentials.password]), ok: !(reply instanceof RedisError), error: errorCode(reply) };
}

/** The server has no password for the default user: the words of 6.0 and later, and those of the versions before. */
export const hasNone = ({ reply }: Try): boolean => /called without any password configured|no password is set/i.test(reply);
/** Versions before 6.0 know AUTH with one argument only. */
const tooMany = ({ reply }: Try): boolean => /wrong number of arguments|syntax error/i.test(reply);
const isRejection = ({ reply, error }: Try & { error: string | null }): boolean =>
  error === 'WRONGPASS' || /invalid password|invalid username-password|^ERR AUTH failed/i.test(reply);

export interface LoggedIn {
  fact: AuthFact;
  /** The connection has the rights that the application would have. */
  ready: boolean;
}

const unseen = { acceptsAnything: false, userSeen: null };

/** What is known without sending a password: nothing is needed, one is missing, or the peer is none that may hear it. */
export function withoutLogin(open: boolean, credentials: Credentials, maySend: boolean): AuthFact | null {
  const given = credentials.password !== null;
  if (!given) return { ...unseen, openWithoutLogin: open, tries: [], outcome: open ? 'not-needed' : 'missing' };
  return maySend ? null : { ...unseen, openWithoutLogin: open, tries: [], outcome: 'not-judged' };
}

/**
 * Logs in as the application does, and where that fails or proves nothing in the other form too: one attempt each. An open server takes
 * any password in the form with two arguments, and any Sentinel speaks as an open server does: whether it is one was asked before.
 */
export async function authenticate(connection: Connection, open: boolean, credentials: Credentials, timeoutMs: () => number, signal: AbortSignal): Promise<LoggedIn> {
  const own: Try['form'] = credentials.username === null ? 'AUTH password' : credentials.username === 'default' ? 'AUTH default password' : 'AUTH user password';
  const first = await attempt(connection, own, credentials, timeoutMs(), signal);
  const tries = [first];
  const fact = (outcome: AuthFact['outcome'], acceptsAnything = false): AuthFact => ({
    openWithoutLogin: open,
    tries: tries.map(({ form, reply, ok }) => ({ form, reply, ok })),
    outcome,
    acceptsAnything,
    userSeen: null,
  });
  // On an open server any password passes for the default user; for a user of its own a login proves the password.
  if (first.ok && (!open || own === 'AUTH user password')) return { fact: fact('accepted'), ready: true };
  if (!first.ok && !isRejection(first) && !hasNone(first) && !tooMany(first)) return { fact: fact('not-judged'), ready: open };
  // WRONGPASS for the default user says the same in both forms: a second failure would only be noise in the server's log.
  if (isRejection(first) && own !== 'AUTH user password') return { fact: fact('rejected'), ready: false };
  const other = await attempt(connection, own === 'AUTH password' ? 'AUTH default password' : 'AUTH password', credentials, timeoutMs(), signal);
  tries.push(other);
  if (own === 'AUTH password') return { fact: fact('server-has-none', other.ok), ready: true };
  if (tooMany(first)) {
    if (hasNone(other)) return { fact: fact('server-has-none'), ready: true };
    return { fact: fact(other.ok ? 'accepted' : isRejection(other) ? 'rejected' : 'not-judged'), ready: other.ok };
  }
  if (first.ok) return hasNone(other) ? { fact: fact('server-has-none', own === 'AUTH default password'), ready: true } : { fact: fact('accepted'), ready: true };
  return { fact: fact('rejected'), ready: false };
}

/** ACL GETUSER as a fact; null when the account may not look. */
export function userFrom(reply: Reply | undefined, by: string): AuthFact['userSeen'] {
  if (reply === null) return { exists: false, enabled: false, by };
  if (!Array.isArray(reply)) return null;
  const at = reply.findIndex((item, index) => index % 2 === 0 && String(item) === 'flags');
  const flags = reply[at + 1];
  return { exists: true, enabled: Array.isArray(flags) && flags.some((flag) => String(flag) === 'on'), by };
}
