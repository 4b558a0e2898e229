import { defineCause } from '../define.ts';
import { logOf, serverProcess } from '../example-parts.ts';
import { deadServer, silentServer } from '../example-servers.ts';
import { hurt } from '../reach.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { replicationNeighbours } from '../server-state.ts';
import type { EndpointView } from '../view.ts';

/** Some reply or INFO's own field says that the data set is being read. Reads during an asynchronous load of a replica are served. */
function isLoading(at: EndpointView): boolean {
  if (at.info('loading') === '1') return true;
  const write = at.get('write');
  if ([at.get('speak')?.error, write?.error, write?.readError].includes('LOADING')) return at.info('loading') !== '0';
  const info = at.get('info');
  if (info?.state === 'refused' && info.reply.startsWith('LOADING')) return true;
  return (at.get('auth')?.tries ?? []).some(({ reply }) => reply.startsWith('LOADING')) || isMuteWhileLoading(at);
}

/** Between two rounds of its event loop a loading server answers nothing at all; its log tells. A stopped process is stopped first of all. */
function isMuteWhileLoading(at: EndpointView): boolean {
  const process = at.get('process');
  const last = at.get('log')?.events.findLast(({ kind, afterLastStart }) => afterLastStart && ['started', 'loading', 'loaded', 'ready'].includes(kind));
  return at.get('speak')?.state === 'silent' && process?.isServer === true && !['T', 't', 'Z'].includes(process.state) && last?.kind === 'loading';
}

export default defineCause({
  code: 'process/loading',
  severity: 'critical',
  scope: 'endpoint',
  title: 'The server is loading its data set',
  meaning: 'After a start the whole data set is read into memory. Until then every command gets `-LOADING`. It passes by itself.',
  detection:
    'A command is answered with `LOADING`, or INFO says `loading:1`, or nothing is answered while the log of this machine ends with the begin of loading; progress and the time left are from INFO. A replica that loads the first copy of its primary is explained by `replication/sync-in-progress`.',
  advice: 'Wait, and let clients wait and try again. If it happens often, find out why the server restarts; a snapshot loads faster than a long append-only file.',
  source: 'redis.io, INFO, fields loading_*',
  needs: ['speak'],
  explains: [
    'process/unresponsive',
    'latency/cpu-saturated',
    'latency/slow-command',
    'network/slow-path',
    'replication/link-down',
    'replication/stale-refused',
    'replication/lagging',
    'replication/not-enough-replicas',
    'app/endpoint-failing',
    'app/readiness-timeout',
    'container/unhealthy',
  ],
  detect: (at) => {
    if (!isLoading(at)) return null;
    const percent = at.infoNumber('loading_loaded_perc');
    const seconds = at.infoNumber('loading_eta_seconds');
    const total = at.infoNumber('loading_total_bytes');
    const progress =
      percent === undefined ? '' : `: ${percent.toFixed(0)} %${total ? ` of ${bytes(total)}` : ''} read${seconds === undefined || seconds < 0 ? '' : `, about ${seconds} s left`}`;
    return {
      summary: `${at.subject} is loading its data set${progress}. It serves nothing until then.`,
      evidence: ['speak', 'info', 'write', 'log'],
      ...hurt(at, 'critical'),
      ...replicationNeighbours(at),
      remedies: [
        {
          title: 'Wait for it; this shows how far it is',
          commands: [`${redisCli(at)} INFO persistence | grep ^loading`],
          risk: 'safe',
          runbook: null,
          verify: diagnoseAgain(at),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'half of the snapshot is read',
        facts: {
          speak: { reply: 'LOADING Redis is loading the dataset in memory', error: 'LOADING' },
          info: { value: { loading: '1', loading_loaded_perc: '52.10', loading_eta_seconds: '7', loading_total_bytes: '1073741824' } },
        },
      },
      {
        name: 'nothing but the reply is known',
        facts: {
          ...deadServer,
          connect: { used: '192.0.2.10' },
          speak: { state: 'resp', reply: 'LOADING Redis is loading the dataset in memory', error: 'LOADING', protocol: null, firstBytes: null },
        },
      },
      {
        name: 'too busy loading to say so',
        facts: {
          ...silentServer,
          process: serverProcess({ state: 'D' }),
          log: logOf('unknown', { kind: 'started', text: 'Redis is starting' }, { kind: 'loading', text: 'Loading RDB produced by version 7.2.5' }),
        },
      },
    ],
    good: [
      {
        name: 'stopped while it loads',
        facts: { ...silentServer, process: serverProcess({ state: 'T' }), log: logOf('unknown', { kind: 'loading', text: 'Loading RDB produced by version 7.2.5' }) },
      },
      {
        name: 'mute long after it has loaded',
        facts: {
          ...silentServer,
          process: serverProcess(),
          log: logOf('ready', { kind: 'loading', text: 'Loading RDB produced by version 7.2.5' }, { kind: 'ready', text: 'Ready to accept connections' }),
        },
      },
      { name: 'a replica that loads beside serving', facts: { info: { value: { async_loading: '1' } } } },
      { name: 'it had loaded by the time INFO was asked', facts: { speak: { reply: 'LOADING Redis is loading the dataset in memory', error: 'LOADING' } } },
    ],
  },
});
