import { numberOf, parseSlowlog } from '../../redis/index.ts';
import { isOurs } from './own-traces.ts';
import { answer, defineServerProbe } from './question.ts';

/** Commands that blocked the server for longer than its threshold. Of their arguments only the first key is kept. */
export const slowlog = defineServerProbe({
  id: 'slowlog',
  since: null,
  permission: '+slowlog|get',
  cost: 'O(100): the newest 100 entries',
  commands: () => [['SLOWLOG', 'GET', '100']],
  read: ([outcome], server) =>
    answer(outcome, (reply) => {
      const lines = parseSlowlog(reply);
      if (lines === undefined) return undefined;
      // Valkey 8.1 and newer name the threshold `commandlog-execution-slower-than` too; both are answered.
      const threshold = numberOf(server.setting('slowlog-log-slower-than'));
      return {
        entries: lines.filter((line) => !isOurs(line.clientName, line.client, server)).map(({ at, ...line }) => ({ ...line, ageSeconds: server.ageOf(at) })),
        thresholdMicros: threshold ?? null,
      };
    }),
});
