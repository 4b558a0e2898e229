import { defineCause } from '../define.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

/** A shorter look tells nothing about a load. */
const shortestWindowMs = 100;

/** What the main thread used of its core over the window, by the kernel or by INFO; undefined when neither tells. */
function mainThreadShare(at: EndpointView): number | undefined {
  const cpu = at.get('cpu');
  if (cpu !== undefined && cpu.mainThreadShare !== null && cpu.windowMs >= shortestWindowMs) return cpu.mainThreadShare;
  const rates = at.value('rates');
  const [user, system] = [rates?.delta.used_cpu_user_main_thread, rates?.delta.used_cpu_sys_main_thread];
  return rates === undefined || rates.windowMs < shortestWindowMs || user === undefined || system === undefined ? undefined : (user + system) / 1000 / rates.windowMs;
}

const median = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** A busy server answers a PING within this; one that is saturated lets it wait in a queue. In milliseconds. */
const patienceMs = 5;

/** Where others use the core too, the time that the thread waits for it counts as well; then the sign has to be clearer. */
const longWaitMs = 20;

/** Share in which the main thread waited for a core although it had work; 0 when that is not known. */
const waiting = (at: EndpointView): number => at.get('cpu')?.mainThreadWaitShare ?? 0;

function isSaturated(at: EndpointView, share: number, waitMs: number): boolean {
  if (share >= 0.85) return waitMs >= patienceMs;
  return share >= 0.3 && share + waiting(at) >= 0.95 && waitMs >= longWaitMs;
}

export default defineCause({
  code: 'latency/cpu-saturated',
  severity: 'error',
  scope: 'endpoint',
  title: 'The main thread is at the limit of its core',
  meaning: 'Redis runs commands in one thread. When that thread has no time left, requests queue and every answer is late, however many cores are free.',
  detection:
    'Over the window the main thread used at least 85 % of a core, and a PING had to wait 5 ms or longer; or it used a third of a core, waited for it in nearly all of the rest, and a PING had to wait 20 ms. A busy server that still answers at once is not saturated.',
  advice: 'Take slow and needless commands away, pipeline and batch, read from replicas, or split the data over several primaries.',
  source: 'redis.io, "Diagnosing latency issues"',
  needs: ['info', 'rates'],
  explains: ['network/slow-path', 'replication/lagging'],
  detect: (at) => {
    const share = mainThreadShare(at);
    const waitMs = median(at.get('ping')?.rttMs ?? []);
    if (share === undefined || waitMs === undefined || !isSaturated(at, share, waitMs)) return null;
    const lack = share < 0.85 ? ` and waits for it ${Math.round(waiting(at) * 100)} % of the time, because others use it too` : '';
    const perSecond = at.rate('total_commands_processed');
    return {
      summary: `The main thread of ${at.subject} uses ${Math.round(Math.min(1, share) * 100)} % of its core${lack}${perSecond === undefined ? '' : ` at ${Math.round(perSecond)} commands a second`}, and a PING waits ${waitMs.toFixed(0)} ms.`,
      evidence: ['rates', 'cpu', 'ping'],
      remedies: [
        {
          title: 'See which commands take its time',
          commands: [`${redisCli(at)} INFO commandstats | sort -t= -k3 -n -r | head -n 15`, `${redisCli(at)} SLOWLOG GET 10`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      { name: 'by the kernel', facts: { ping: { rttMs: [18, 22, 19] }, cpu: { windowMs: 200, mainThreadShare: 0.99, mainThreadWaitShare: 0.01, processShare: 1 } } },
      {
        name: 'other programs take a part of its core',
        facts: { ping: { rttMs: [75, 121, 42] }, cpu: { windowMs: 200, mainThreadShare: 0.74, mainThreadWaitShare: 0.25, processShare: 0.75 } },
      },
      {
        name: 'by INFO of a far server',
        facts: {
          ping: { rttMs: [12, 15, 11] },
          rates: { value: { windowMs: 200, delta: { used_cpu_user_main_thread: 150000, used_cpu_sys_main_thread: 48000, total_commands_processed: 9000 } } },
        },
      },
    ],
    good: [
      { name: 'a busy server that answers at once', facts: { cpu: { windowMs: 200, mainThreadShare: 0.97, mainThreadWaitShare: 0.01, processShare: 1 } } },
      { name: 'a far and idle one', facts: { ping: { rttMs: [90, 91, 90] }, cpu: { windowMs: 200, mainThreadShare: 0.01, mainThreadWaitShare: 0, processShare: 0.01 } } },
      {
        name: 'a machine that is busy with other things, the server has little to do',
        facts: { ping: { rttMs: [8, 31, 22] }, cpu: { windowMs: 200, mainThreadShare: 0.2, mainThreadWaitShare: 0.3, processShare: 0.2 } },
      },
    ],
  },
});
