import { remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { logOf } from '../example-parts.ts';
import { bytes, diagnoseAgain, redisCli } from '../remedy.ts';
import { eventAge, type LogEvent } from '../server-state.ts';
import { replicasOf, roleOf, sourceOf, standsAt } from '../topology.ts';
import { primaryAt, replicaAt, withReplicas } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

/** Log lines that are younger count as "now". */
const recentSeconds = 600;
const repeats = 3;
const mebibyte = 1024 * 1024;
/** Without a copy for that long, and three times the longest pause between them, the loop has ended. */
const quietSeconds = 60;

export default defineCause({
  code: 'replication/resync-loop',
  severity: 'error',
  scope: 'endpoint',
  title: 'Full copies to a replica repeat',
  meaning:
    'A replica loses its link, cannot take up where it was, and copies everything again, and again. That costs a fork, disk and network each time, and the replica is hardly ever usable.',
  detection:
    'On the primary: three full copies more than there are replicas, at least every 20 minutes, with one under way now or in the log of the last ten minutes. On the replica: three full copies in the log of the last ten minutes. An output buffer that is over its limit is named in the log; otherwise the backlog is too small.',
  advice: 'Give replicas a larger output buffer and the primary a larger backlog: a few minutes of writes, and at least what is written during one full copy.',
  source: 'redis.io, "Redis replication", partial resynchronization; redis.conf, client-output-buffer-limit',
  needs: ['info'],
  explains: [
    'replication/sync-in-progress',
    'replication/link-down',
    'replication/stale-refused',
    'replication/lagging',
    'replication/not-enough-replicas',
    'latency/fork',
    'process/loading',
  ],
  detect: (at) => (roleOf(at) === 'primary' ? onPrimary(at) : roleOf(at) === 'replica' ? onReplica(at) : null),
  examples: {
    bad: [
      {
        name: 'the output buffer of the replica overflows during each copy',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { ...withReplicas('ip=192.0.2.12,port=6379,state=wait_bgsave,offset=0,lag=0'), sync_full: '9', sync_partial_err: '8', uptime_in_seconds: '600' },
              facts: {
                log: logOf('ready', {
                  kind: 'output-buffer-exceeded',
                  text: 'Client ... scheduled to be closed ASAP for overcoming of output buffer limits.',
                  detail: { type: 'replica' },
                }),
              },
            }),
          },
        },
      },
      {
        name: 'the replica logs one full copy after the other',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_sync_in_progress: '1' },
              facts: {
                target: { readOnly: true },
                log: logOf('ready', ...Array.from({ length: 4 }, () => ({ kind: 'replica-full-sync' as const, text: 'Full resync from master' }))),
              },
            }),
          },
        },
      },
    ],
    good: [
      {
        name: 'three new replicas, each copied once',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: {
                ...withReplicas(
                  'ip=192.0.2.12,port=6379,state=online,offset=9,lag=0',
                  'ip=192.0.2.13,port=6379,state=online,offset=9,lag=0',
                  'ip=192.0.2.14,port=6379,state=send_bulk,offset=0,lag=0',
                ),
                sync_full: '3',
                uptime_in_seconds: '60',
              },
            }),
          },
        },
      },
      {
        name: 'many full copies over the months, none now',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { ...withReplicas('ip=192.0.2.12,port=6379,state=online,offset=9,lag=0'), sync_full: '30', uptime_in_seconds: '8640000' },
            }),
          },
        },
      },
    ],
  },
});

const recent = (at: EndpointView, keep: (event: LogEvent) => boolean): LogEvent[] =>
  (at.get('log')?.events ?? []).filter((event) => event.afterLastStart && keep(event) && (eventAge(at, event) ?? Number.POSITIVE_INFINITY) < recentSeconds);

function copiesFrom(replica: EndpointView, primary: EndpointView): boolean {
  const source = roleOf(replica) === 'replica' ? sourceOf(replica) : undefined;
  return source !== undefined && standsAt(primary, source);
}

/** The last copy is long over, measured by the pauses between them. */
function isOver(at: EndpointView, copies: readonly LogEvent[]): boolean {
  const ages = copies.map((event) => eventAge(at, event) ?? 0);
  const pauses = ages.slice(1).map((age, index) => (ages[index] ?? age) - age);
  return ages.length > 0 && (ages.at(-1) ?? 0) > Math.max(quietSeconds, 3 * Math.max(0, ...pauses));
}

/** As large as the remedy makes them: the reason of the former copies is gone. */
function hasRoom(at: EndpointView): boolean {
  const hard = /(?:replica|slave) (\d+)/.exec(at.config('client-output-buffer-limit') ?? '')?.[1];
  const backlog = at.infoNumber('repl_backlog_size') ?? 0;
  return backlog >= 64 * mebibyte || (hard !== undefined && (Number(hard) === 0 || Number(hard) >= 1024 * mebibyte));
}

function onPrimary(at: EndpointView): Found | null {
  const replicas = replicasOf(at);
  const full = at.infoNumber('sync_full');
  const uptime = at.infoNumber('uptime_in_seconds');
  const logged = recent(at, ({ kind }) => kind === 'primary-full-resync');
  const isUnderWay = replicas.some(({ state }) => state === 'wait_bgsave' || state === 'send_bulk') || (at.rate('sync_full') ?? 0) > 0;
  const isOften = full !== undefined && uptime !== undefined && full - replicas.length >= repeats && uptime / full <= 1200;
  const isLogged = logged.length - replicas.length >= repeats;
  if (!isLogged && !(isOften && (isUnderWay || logged.length > 0))) return null;
  if (!isUnderWay && replicas.length > 0 && replicas.every(({ state }) => state === 'online') && (hasRoom(at) || isOver(at, logged))) return null;
  const overflows = recent(at, ({ kind, detail }) => kind === 'output-buffer-exceeded' && detail.type === 'replica').length > 0;
  const backlog = at.infoNumber('repl_backlog_size') ?? at.configNumber('repl-backlog-size');
  const larger = Math.ceil(Math.max(64 * mebibyte, 4 * (backlog ?? 0)) / mebibyte);
  return {
    summary: `${at.subject} sends full copies to its replicas again and again (${full ?? logged.length} so far): ${overflows ? "the replicas' output buffer limit is too small" : `the backlog${backlog === undefined ? '' : ` of ${bytes(backlog)}`} or the replicas' output buffer limit is too small for the writes`}.`,
    evidence: ['info', 'log', 'rates', 'config'],
    concerns: at.target.endpoints.filter((each) => copiesFrom(each, at)).map(({ subject }) => subject),
    remedies: [
      ...(overflows ? [] : [remedy('Enlarge the backlog', [`${redisCli(at)} CONFIG SET repl-backlog-size ${larger}mb`, `${redisCli(at)} CONFIG REWRITE`], diagnoseAgain(at))]),
      remedy(
        "Let the replicas' output buffers grow further, if memory allows it",
        [`${redisCli(at)} CONFIG SET client-output-buffer-limit 'replica 1gb 512mb 120'`, `${redisCli(at)} CONFIG REWRITE`],
        diagnoseAgain(at),
      ),
    ],
  };
}

function onReplica(at: EndpointView): Found | null {
  const copies = recent(at, ({ kind }) => kind === 'replica-full-sync');
  const primary = at.target.endpoints.find((each) => copiesFrom(at, each));
  // The primary's own figures say more: told there.
  if (copies.length < repeats || (primary && onPrimary(primary))) return null;
  if (at.info('master_link_status') === 'up' && ((primary && hasRoom(primary)) || isOver(at, copies))) return null;
  const failed = recent(at, ({ kind }) => kind === 'replica-sync-failed' || kind === 'replica-timeout').at(-1);
  return {
    summary: `The replica ${at.subject} has begun ${copies.length} full copies in ten minutes${failed ? `; the last one broke off: ${failed.detail.reason ?? failed.text}` : ''}.`,
    evidence: ['log', 'info'],
    remedies: [
      remedy(
        'On the primary, enlarge the backlog and the output buffer of replicas',
        ['redis-cli -h <primary> CONFIG SET repl-backlog-size 64mb', "redis-cli -h <primary> CONFIG SET client-output-buffer-limit 'replica 1gb 512mb 120'"],
        diagnoseAgain(at),
      ),
    ],
  };
}
