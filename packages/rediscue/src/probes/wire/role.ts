import type { FactData } from '../../facts/index.ts';
import { parseRole, RedisError, type Reply } from '../../redis/index.ts';
import { isUnknownCommand, replyText } from './reply-text.ts';

export type Role = FactData<'role'>;

/** ROLE's reply as a fact. */
export function roleFrom(reply: Reply): Role {
  if (reply instanceof RedisError) return { state: isUnknownCommand(reply) ? 'unknown-command' : 'refused', reply: replyText(reply, []) };
  const value = parseRole(reply);
  return value === undefined ? { state: 'failed', why: 'the reply to ROLE has none of its forms' } : { state: 'ok', value };
}
