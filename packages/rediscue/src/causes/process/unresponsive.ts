import { defineCause, type Found, type Remedy } from '../define.ts';
import { noHandshake, serverProcess, tls } from '../example-parts.ts';
import { silentServer } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { replicationNeighbours } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** It accepts and stays mute, whether spoken to in plain text or in TLS. */
function isMute(at: EndpointView): boolean {
  const speak = at.get('speak')?.state;
  const tls = at.get('tls');
  if ((at.get('connect')?.used ?? null) === null) return false;
  if (speak !== undefined && speak !== 'silent') return false;
  if (tls === undefined) return speak === 'silent';
  return tls.state === 'silent' && (tls.plainAnswer ?? speak) === 'silent';
}

/** It answered the first PING and then nothing more. */
function fellSilent(at: EndpointView): boolean {
  const ping = at.get('ping');
  return at.get('speak')?.state === 'resp' && ping !== undefined && ping.rttMs.length === 0 && ping.lost > 0;
}

/** It answers questions, but a write waits until the deadline: writes are paused. */
function holdsWrites(at: EndpointView): boolean {
  const write = at.get('write');
  return write?.state === 'lost' && write.step === 'set' && (at.get('ping')?.rttMs.length ?? 0) > 0;
}

/** What the state of its process says, and what helps. */
function seen(at: EndpointView): { words: string; remedy: Remedy } | null {
  const process = at.get('process');
  if (process === undefined || !process.isServer) return null;
  const { pid, state } = process;
  const verify = diagnoseAgain(at);
  const who = `process ${pid}`;
  switch (state) {
    case 'T':
      return {
        words: `${who} is stopped (SIGSTOP, Ctrl-Z)`,
        remedy: { title: 'Let it go on', commands: [`kill -CONT ${pid}`], risk: 'safe', runbook: 'continue-process', verify },
      };
    case 't':
      return {
        words: `${who} is held by a debugger or tracer`,
        remedy: { title: 'See who traces it, and end that', commands: [`grep TracerPid /proc/${pid}/status`], risk: 'safe', runbook: null, verify },
      };
    case 'D':
      return {
        words: `${who} waits for a disk or network file system`,
        remedy: { title: 'See what it waits for', commands: [`cat /proc/${pid}/wchan /proc/${pid}/io`, 'dmesg | tail -n 20'], risk: 'safe', runbook: null, verify },
      };
    default: {
      const busy = state === 'R' || (at.get('cpu')?.mainThreadShare ?? 0) > 0.8;
      const words = busy
        ? `${who} is computing and does not come back to its clients: one long command or script`
        : `${who} is in state ${state} and does not come back to its clients`;
      return {
        words,
        remedy: {
          title: 'See what it is doing before it is restarted',
          commands: [`cat /proc/${pid}/status /proc/${pid}/wchan`, `top -H -b -n 1 -p ${pid}`],
          risk: 'safe',
          runbook: null,
          verify,
        },
      };
    }
  }
}

function pausedWrites(at: EndpointView): Found {
  const left = at.infoNumber('paused_timeout_milliseconds');
  return {
    summary: `${at.subject} answers questions, but a write waits without an answer: writes are paused (CLIENT PAUSE, or a failover under way)${left ? `, for ${Math.ceil(left / 1000)} more seconds` : ''}.`,
    evidence: ['write', 'ping', 'info'],
    ...hurt(at, 'critical'),
    remedies: [
      {
        title: 'Let writes go on, once it is clear who paused them',
        commands: [`${redisCli(at)} CLIENT UNPAUSE`],
        risk: 'disruptive',
        runbook: null,
        verify: diagnoseAgain(at),
      },
    ],
  };
}

export default defineCause({
  code: 'process/unresponsive',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server accepts connections and answers nothing',
  meaning:
    'The kernel accepts connections for the process, but the process does not read them: it is stopped, stuck or busy. Clients hang until their own time-out, if they have one.',
  detection:
    'TCP opens, neither plain text nor TLS gets a byte back within the deadline, and the connection stays open; or it falls silent after its first answer; or it answers PING while a write waits until the deadline (paused). Where the process can be seen its state tells why. A silent listener that is known to be another program is `network/not-redis`; one that answers in the other protocol is a TLS code.',
  advice: 'Continue a stopped process, find what a stuck one waits for; restart it only when that is known.',
  needs: ['connect', 'speak'],
  explains: [
    'replication/link-down',
    'replication/stale-refused',
    'replication/lagging',
    'replication/not-enough-replicas',
    'app/endpoint-failing',
    'app/readiness-timeout',
    'container/unhealthy',
  ],
  detect: (at) => {
    if (holdsWrites(at)) return pausedWrites(at);
    if (!fellSilent(at) && (!isMute(at) || at.get('process')?.isServer === false)) return null;
    const state = seen(at);
    return {
      summary: `${at.subject} accepts connections and answers nothing${state ? `: ${state.words}` : ', neither in plain text nor in TLS'}.`,
      evidence: ['connect', 'speak', 'tls', 'process', 'cpu'],
      ...hurt(at, 'critical'),
      ...replicationNeighbours(at),
      remedies: [
        state?.remedy ?? {
          title: 'On its machine, see which process holds the port and in what state it is (T: stopped, D: disk)',
          commands: [
            `ss -ltnp 'sport = :${at.subject.slice(at.subject.lastIndexOf(':') + 1)}'`,
            'ps -o pid,stat,wchan:30,etime,cmd -p <pid>',
            'kill -CONT <pid>  # if it is stopped',
          ],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      { name: 'stopped by SIGSTOP', facts: { ...silentServer, process: serverProcess({ state: 'T' }) } },
      { name: 'far away and mute in plain text and TLS', facts: { ...silentServer } },
      { name: 'a TLS server that is stopped', facts: { ...silentServer, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'silent' }) } },
      { name: 'answers one PING and falls silent', facts: { auth: null, role: null, select: null, write: null, ping: { rttMs: [], lost: 1 } } },
      { name: 'writes are paused', facts: { write: { state: 'lost', step: 'set', reply: null, error: null, readError: null, readReply: null, why: 'no answer' } } },
      { name: 'inside one long command', facts: { ...silentServer, process: serverProcess({ state: 'R' }) } },
    ],
    good: [
      { name: 'another program listens and says nothing', facts: { ...silentServer, process: serverProcess({ isServer: false, name: 'nc', executable: '/usr/bin/nc' }) } },
      { name: 'TLS to a plain server is silence', facts: { ...silentServer, speak: null, target: { tls: true }, tls: noHandshake({ state: 'silent', plainAnswer: 'resp' }) } },
      { name: 'plain text to a TLS server', facts: { ...silentServer, tls: tls({ asked: false }) } },
      { name: 'it answers', facts: {} },
    ],
  },
});
