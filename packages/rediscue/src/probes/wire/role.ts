import type { FactData } from '../../facts/index.ts';
import { RedisError, type Reply, text } from '../../redis/index.ts';
import { isUnknownCommand, replyText } from './reply-text.ts';

export type Role = FactData<'role'>;

const links = ['connect', 'connecting', 'sync', 'connected', 'handshake'] as const;

/** ROLE's reply as a fact. */
export function roleFrom(reply: Reply | undefined): Role {
  if (reply instanceof RedisError) return { state: isUnknownCommand(reply) ? 'unknown-command' : 'refused', reply: replyText(reply, []) };
  if (!Array.isArray(reply)) return { state: 'failed', why: 'the reply to ROLE is no array' };
  const kind = text(reply[0]);
  if (kind === 'sentinel') return { state: 'ok', value: { role: 'sentinel', primaries: Array.isArray(reply[1]) ? reply[1].flatMap((name) => text(name) ?? []) : [] } };
  if (kind === 'slave') {
    const link = text(reply[3]);
    return {
      state: 'ok',
      value: {
        role: 'replica',
        primaryHost: text(reply[1]) ?? '',
        primaryPort: numberOf(reply[2]),
        link: links.find((known) => known === link) ?? 'unknown',
        offset: numberOf(reply[4]),
      },
    };
  }
  if (kind !== 'master') return { state: 'failed', why: 'the reply to ROLE names no role that is known' };
  const replicas = Array.isArray(reply[2]) ? reply[2].filter(Array.isArray) : [];
  return {
    state: 'ok',
    value: {
      role: 'primary',
      offset: numberOf(reply[1]),
      replicas: replicas.map((entry) => ({ host: text(entry[0]) ?? '', port: numberOf(entry[1]), offset: numberOf(entry[2]) })),
    },
  };
}

/** -1 is what Redis itself says where it knows none. */
const numberOf = (reply: Reply | undefined): number => {
  const number = Number(text(reply) ?? -1);
  return Number.isFinite(number) ? number : -1;
};
