import { defineCause } from '../define.ts';
import { deadServer } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { replicationNeighbours } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** The BUSY reply, wherever a stage met it. */
function busyReply(at: EndpointView): string | undefined {
  const replies: (string | null | undefined)[] = [
    at.get('speak')?.reply,
    at.get('write')?.reply,
    at.get('write')?.readReply,
    ...(at.get('auth')?.tries ?? []).map(({ reply }) => reply),
  ];
  for (const probe of ['info', 'config', 'script', 'role', 'clients', 'slowlog'] as const) {
    const asked = at.get(probe);
    if (asked?.state === 'refused') replies.push(asked.reply);
  }
  return replies.find((reply): reply is string => reply != null && /^-?BUSY\s/.test(reply));
}

export default defineCause({
  code: 'process/busy-script',
  severity: 'critical',
  scope: 'endpoint',
  title: 'A script or function blocks the server',
  meaning: 'A Lua script or a function has been running longer than `busy-reply-threshold` (5 s). Scripts are atomic: until it ends every client gets `-BUSY`.',
  detection: 'A command is answered with `BUSY`, or FUNCTION STATS names a running function.',
  advice: 'Stop it if it has not written yet. One that has written cannot be stopped without losing the writes since the last save. Then give scripts bounded work, in batches.',
  source: 'redis.io, SCRIPT KILL, FUNCTION STATS; lua-time-limit before 7.0',
  needs: ['speak'],
  explains: [
    'latency/slow-command',
    'latency/cpu-saturated',
    'network/slow-path',
    'replication/link-down',
    'replication/lagging',
    'replication/not-enough-replicas',
    'app/endpoint-failing',
    'app/readiness-timeout',
    'container/unhealthy',
  ],
  detect: (at) => {
    const reply = busyReply(at);
    const running = at.value('script')?.running ?? null;
    if (reply === undefined && running === null) return null;
    const isModule = reply !== undefined && /module/i.test(reply);
    const isFunction = running !== null || (reply !== undefined && /FUNCTION KILL/.test(reply));
    const what = running
      ? `the function "${running.name}" (called by ${running.command}) has been running for ${(running.durationMs / 1000).toFixed(1)} s`
      : isModule
        ? 'a command of a module is running'
        : isFunction
          ? 'a function is running'
          : 'a Lua script is running';
    const cli = redisCli(at);
    const stop = {
      title: isFunction ? 'Stop the function (works while it has not written)' : 'Stop the script (works while it has not written)',
      commands: [`${cli} ${isFunction ? 'FUNCTION' : 'SCRIPT'} KILL`],
      risk: 'disruptive' as const,
      runbook: 'kill-script',
      verify: diagnoseAgain(at),
    };
    return {
      summary: `${at.subject} is blocked: ${what}, and nothing else is served.`,
      evidence: ['speak', 'script', 'info', 'write'],
      ...hurt(at, 'critical'),
      ...replicationNeighbours(at),
      remedies: [
        ...(isModule ? [] : [stop]),
        {
          title: 'If the answer is UNKILLABLE it has written: wait for it, or end the server without saving (writes since the last save are lost)',
          commands: [`${cli} SHUTDOWN NOSAVE`],
          risk: 'destructive',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'an endless EVAL',
        facts: {
          ...deadServer,
          connect: { used: '192.0.2.10' },
          speak: {
            state: 'resp',
            reply: 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
            error: 'BUSY',
            protocol: null,
            firstBytes: null,
          },
        },
      },
      { name: 'a function that FUNCTION STATS names', facts: { script: { value: { running: { name: 'rebuild', command: 'FCALL', durationMs: 8200 } } } } },
      {
        name: 'seen only after the login',
        facts: { info: { state: 'refused', reply: 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.' } },
      },
    ],
    good: [
      {
        name: 'a BUSYGROUP error of a stream is another matter',
        facts: { write: { state: 'refused', step: 'set', error: 'BUSYGROUP', reply: 'BUSYGROUP Consumer Group name already exists' } },
      },
      { name: 'functions are loaded, none runs', facts: { script: { value: { running: null, libraries: 3 } } } },
    ],
  },
});
