import { diagnoseTarget, remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { hostOf, isLoopback } from '../reach.ts';
import { redisCli } from '../remedy.ts';

/** Above this a round trip leaves its own data centre, or the path is congested. */
const slowMs = 20;

export default defineCause({
  code: 'network/slow-path',
  severity: 'warning',
  scope: 'endpoint',
  title: 'The way to the server is slow, the server is not',
  meaning: 'Every command waits for the network before the server sees it. An application that sends many small commands one after the other feels it most.',
  detection: `Even the fastest PING takes ${slowMs} ms or more, and so does setting up the connection, which the kernel answers without the server process. Loopback and sockets are never judged.`,
  advice: 'Move the application and its Redis nearer together, or send commands in pipelines. Look at the path for congestion or a detour.',
  needs: ['ping', 'connect'],
  explains: [],
  detect: (at) => {
    const connect = at.get('connect');
    const attempt = connect?.attempts.find((each) => each.state === 'connected' && each.address === connect.used);
    const rtts = at.get('ping')?.rttMs.toSorted((a, b) => a - b) ?? [];
    const fastest = rtts[0];
    const median = rtts[Math.floor(rtts.length / 2)];
    if (!attempt || fastest === undefined || median === undefined || at.subject.startsWith('/') || isLoopback(attempt.address)) return null;
    if (fastest < slowMs || attempt.ms < slowMs) return null;
    return {
      summary: `The way to ${at.subject} is slow: a PING takes ${Math.round(median)} ms and connecting ${Math.round(attempt.ms)} ms, of which the server itself needs next to nothing.`,
      evidence: ['ping', 'connect'],
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
    ],
    good: [
      { name: 'the same data centre', facts: {} },
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
