import { RedisError, type Reply, text } from '../../redis/index.ts';

const longest = 200;

/**
 * A reply as it may be kept: without secrets and bounded. A server that does not know a command repeats its arguments,
 * so that the echo of a refused AUTH would hold the password.
 */
export function replyText(reply: Reply | undefined, secrets: readonly (string | null)[]): string {
  const raw = reply instanceof RedisError ? reply.text : (text(reply) ?? (reply === null ? '(nil)' : Array.isArray(reply) ? `(${reply.length} elements)` : String(reply)));
  let clean = raw.replace(/,? with args beginning with:.*$/s, '');
  for (const secret of secrets) if (secret !== null && secret !== '') clean = clean.replaceAll(secret, '***');
  return clean.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, longest);
}

export const errorCode = (reply: Reply | undefined): string | null => (reply instanceof RedisError ? reply.code : null);

/** The server does not have the command: renamed away, older, or a managed service. */
export const isUnknownCommand = (reply: Reply | undefined): boolean => reply instanceof RedisError && /^ERR (unknown (sub)?command|.*unknown subcommand)/i.test(reply.text);
