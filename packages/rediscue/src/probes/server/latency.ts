import { parseLatencyLatest, parseLatencyStats } from '../../redis/index.ts';
import { answer, defineServerProbe } from './question.ts';

/** Events of the latency monitor (none where its threshold is 0), and the percentiles of commands from INFO. */
export const latency = defineServerProbe({
  id: 'latency',
  since: '2.8.13',
  permission: '+latency|latest',
  cost: 'O(events): fewer than 20 kinds exist',
  commands: () => [['LATENCY', 'LATEST']],
  read: ([outcome], server) =>
    answer(outcome, (reply) => {
      const events = parseLatencyLatest(reply);
      if (events === undefined) return undefined;
      const percentiles = server.info === null ? [] : parseLatencyStats(server.info).slice(0, 300);
      return { events: events.map(({ at, ...event }) => ({ ...event, ageSeconds: server.ageOf(at) })), percentiles };
    }),
});
