import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { serverProcess } from '../example-parts.ts';
import type { EndpointExample } from '../examples.ts';
import { hostOf, isLoopback } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import type { EndpointView } from '../view.ts';

/** Above this a round trip leaves its own data centre, or the path is congested. */
const slowMs = 20;

const quick: EndpointExample = {
  latency: { value: { percentiles: [{ command: 'ping', p50Micros: 1, p99Micros: 3, p999Micros: 9 }] } },
  rates: { value: { windowMs: 200, delta: { used_cpu_user_main_thread: 2_000, used_cpu_sys_main_thread: 1_000 } } },
};

/** A program other than the server listens there: it passes connections on, and adds its own time. */
function isBehindProxy(at: EndpointView): boolean {
  const process = at.get('process');
  if (process?.tiedBy === 'listener') return !process.isServer;
  const onPort = at.get('listeners')?.onPort ?? [];
  return process !== undefined && onPort.length > 0 && onPort.every(({ pid }) => pid !== null && pid !== process.pid);
}

/** Share of one core that the main thread used over the window, by the server's own counters or by this machine's. */
function mainThreadShare(at: EndpointView): number | undefined {
  const user = at.rate('used_cpu_user_main_thread');
  const system = at.rate('used_cpu_sys_main_thread');
  if (user !== undefined && system !== undefined) return (user + system) / 1e6;
  return at.get('cpu')?.mainThreadShare ?? undefined;
}

/** The server's own figures say that it is quick and has time: its commands take next to nothing, and none blocked it of late. */
function saysItIsQuick(at: EndpointView): boolean {
  const ping = at.value('latency')?.percentiles.find(({ command }) => command === 'ping');
  const slow = at.value('slowlog')?.entries.some(({ ageSeconds, micros }) => ageSeconds < 60 && micros >= 10_000) ?? true;
  const share = mainThreadShare(at);
  const isThrottled = (at.get('cgroup')?.throttledPeriods ?? 0) > 0;
  return ping !== undefined && ping.p99Micros < 2000 && !slow && share !== undefined && share < 0.5 && !isThrottled;
}

export default defineCause({
  code: 'network/slow-path',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The way to the server is slow, the server is not',
  meaning: 'Every command waits for the network before the server sees it. An application that sends many small commands one after the other feels it most.',
  detection: `Even the fastest PING takes ${slowMs} ms or more, and so does setting up the connection, which the kernel answers without the server process; or the server's own figures say that it is quick and has time. Loopback and sockets are not judged, unless a proxy stands there.`,
  advice: 'Move the application and its Redis nearer together, or send commands in pipelines. Look at the path for congestion or a detour.',
  needs: ['ping', 'connect', 'latency', 'rates'],
  explains: [],
  detect: (at) => {
    const connect = at.get('connect');
    const attempt = connect?.attempts.find((each) => each.state === 'connected' && each.address === connect.used);
    const rtts = at.get('ping')?.rttMs.toSorted((a, b) => a - b) ?? [];
    const fastest = rtts[0];
    const median = rtts[Math.floor(rtts.length / 2)];
    if (!attempt || fastest === undefined || median === undefined || at.subject.startsWith('/')) return null;
    if (fastest < slowMs || (isLoopback(attempt.address) && !isBehindProxy(at))) return null;
    if (attempt.ms < slowMs && !saysItIsQuick(at)) return null;
    return {
      summary: `The way to ${at.subject} is slow: a PING takes ${Math.round(median)} ms and connecting ${Math.round(attempt.ms)} ms, of which the server itself needs next to nothing.`,
      evidence: ['ping', 'connect', 'latency', 'rates'],
      remedies: [
        remedy('Measure path and server apart', [`ping -c 5 ${attempt.address}`, `tracepath ${hostOf(at)}`, `${redisCli(at)} --latency-history -i 5`], diagnoseTarget(at.target)),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: '100 ms each way',
        facts: { ping: { rttMs: [201, 200, 202] }, connect: { attempts: [{ address: '192.0.2.10', port: 6379, state: 'connected', code: null, ms: 200 }] } },
      },
      {
        name: 'a proxy that adds 150 ms to a server that is quick by its own figures',
        facts: {
          ...quick,
          ping: { rttMs: [151, 150, 153] },
          connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 0.2 }], used: '127.0.0.1' },
          process: serverProcess({ isServer: false, name: 'haproxy', executable: '/usr/sbin/haproxy' }),
        },
      },
    ],
    good: [
      { name: 'the same data centre', facts: {} },
      {
        name: 'quick by its own figures, and answers late: its core is taken',
        facts: { ...quick, ping: { rttMs: [180, 240, 190] }, rates: { value: { windowMs: 200, delta: { used_cpu_user_main_thread: 190_000, used_cpu_sys_main_thread: 8_000 } } } },
      },
      { name: 'the server is slow, the path is fast', facts: { ping: { rttMs: [180, 240, 190] } } },
      {
        name: 'one slow answer of three',
        facts: { ping: { rttMs: [0.4, 250, 0.3] }, connect: { attempts: [{ address: '192.0.2.10', port: 6379, state: 'connected', code: null, ms: 30 }] } },
      },
      {
        name: 'loopback under load',
        facts: { ping: { rttMs: [40, 41, 44] }, connect: { attempts: [{ address: '127.0.0.1', port: 6379, state: 'connected', code: null, ms: 25 }], used: '127.0.0.1' } },
      },
    ],
  },
});
