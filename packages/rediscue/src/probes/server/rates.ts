import type { FactData } from '../../facts/index.ts';
import { numberOf, parseInfo } from '../../redis/index.ts';
import type { Spent } from './asker.ts';
import { answer, type Outcome } from './question.ts';
import type { ServerView } from './server-view.ts';

/** Counters whose increase is told. */
const counters = [
  ...['total_commands_processed', 'total_connections_received', 'rejected_connections', 'total_error_replies', 'total_net_input_bytes', 'total_net_output_bytes'],
  ...['evicted_keys', 'evicted_clients', 'expired_keys', 'keyspace_hits', 'keyspace_misses', 'sync_full', 'sync_partial_ok', 'sync_partial_err'],
  ...['aof_delayed_fsync', 'acl_access_denied_auth', 'total_forks', 'expired_time_cap_reached_count'],
];
/** Told by INFO in seconds, here in microseconds. */
const cpuSeconds = ['used_cpu_user', 'used_cpu_sys', 'used_cpu_user_main_thread', 'used_cpu_sys_main_thread'];

/** The second look: the sections that hold counters; several can be named since 7.0. */
export const secondInfo = (server: ServerView): string[] => (server.isAtLeast('7.0') ? ['INFO', 'server', 'stats', 'cpu', 'persistence'] : ['INFO']);

/**
 * What we added to the counters between the two looks. A counter that INFO shows does not hold that INFO itself yet, nor the
 * bytes of the replies around it; the second INFO has already read its own question.
 */
export function ownCost(atStart: Spent, afterFirst: Spent, beforeSecond: Spent, afterSecond: Spent): Spent {
  return {
    commands: beforeSecond.commands - afterFirst.commands + 1,
    errors: beforeSecond.errors - afterFirst.errors,
    sentBytes: afterSecond.sentBytes - afterFirst.sentBytes,
    receivedBytes: beforeSecond.receivedBytes - atStart.receivedBytes,
  };
}

/** Increases between two looks, without what we caused ourselves. A counter that went back (a restart, RESETSTAT) is left out. */
export function readRates(outcome: Outcome | undefined, server: ServerView, own: Spent, measuredMs: number): FactData<'rates'> {
  return answer(outcome, (reply) => {
    const now = parseInfo(reply);
    const before = server.info;
    if (now === undefined || before === null || (before.has('run_id') && now.has('run_id') && before.get('run_id') !== now.get('run_id'))) return undefined;
    const delta: Record<string, number> = {};
    const add = (name: string, factor: number, ours: number) => {
      const [first, second] = [numberOf(before.get(name)), numberOf(now.get(name))];
      if (first === undefined || second === undefined || second < first) return;
      delta[name] = Math.max(0, Math.round((second - first) * factor) - ours);
    };
    // Refused commands count as errors, not as processed.
    const ours: Readonly<Record<string, number>> = {
      total_commands_processed: own.commands - own.errors,
      total_error_replies: own.errors,
      total_net_input_bytes: own.sentBytes,
      total_net_output_bytes: own.receivedBytes,
    };
    for (const name of counters) add(name, 1, ours[name] ?? 0);
    for (const name of cpuSeconds) add(name, 1e6, 0);
    const [start, end] = [numberOf(before.get('server_time_usec')), numberOf(now.get('server_time_usec'))];
    const windowMs = start !== undefined && end !== undefined && end > start ? (end - start) / 1000 : measuredMs;
    return { windowMs: Math.round(windowMs * 10) / 10, delta };
  });
}
