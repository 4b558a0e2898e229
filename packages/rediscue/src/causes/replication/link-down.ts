import { remedy } from '../declaration.ts';
import { defineCause } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { connectFailure } from '../reach.ts';
import { diagnoseAgain, redisCli } from '../remedy.ts';
import { lastEvent } from '../server-state.ts';
import { addressText, endpointAt, refusesStale, roleOf, sourceOf, syncStage } from '../topology.ts';
import { history, learnedFrom, primaryAt, replicaAt } from '../topology-examples.ts';
import type { EndpointView } from '../view.ts';

export default defineCause({
  code: 'replication/link-down',
  severity: 'error',
  scope: 'endpoint',
  title: 'The replica lost its primary',
  meaning: 'The replica goes on serving what it had when the link broke: reads grow older, and a failover to it would lose everything written since.',
  detection:
    'INFO says `master_link_status:down`, and no copy is under way. The reason comes from its log and from looking at the primary. Wrong credentials, ports and certificates have codes of their own, which explain this one.',
  advice: "Restore the way from the replica to its primary. Look at the reason in the replica's log: it says what each attempt ended with.",
  source: 'redis.io, "INFO", replication section',
  needs: ['info'],
  explains: ['replication/lagging', 'replication/not-enough-replicas', 'sentinel/no-replica-to-promote'],
  detect: (at) => {
    // A replica that refuses reads is told as replication/stale-refused.
    if (roleOf(at) !== 'replica' || at.info('master_link_status') !== 'down' || refusesStale(at) || syncStage(at) !== null) return null;
    const source = sourceOf(at);
    const primary = source && endpointAt(at.target, source);
    const since = at.infoNumber('master_link_down_since_seconds');
    const age = since === undefined || since < 0 ? 'since its start' : `for ${since} s`;
    return {
      summary: `The replica ${at.subject} has had no link to its primary${source ? ` ${addressText(source)}` : ''} ${age}${reason(at, primary)}: what it serves grows old.`,
      evidence: ['info', 'role', 'log', ...(primary ? [{ probe: 'connect' as const, subject: primary.subject }] : [])],
      ...(primary && { concerns: [primary.subject] }),
      remedies: [
        ...(source ? [remedy("See from the replica's machine whether the primary can be reached", [`redis-cli -h ${source.host} -p ${source.port} PING`], diagnoseAgain(at))] : []),
        remedy(
          'Name the right primary, if it moved: the replica then copies all data anew',
          [`${redisCli(at)} REPLICAOF <host> <port>`, `${redisCli(at)} CONFIG REWRITE`],
          diagnoseAgain(at),
          'disruptive',
        ),
      ],
    };
  },
  examples: {
    bad: [
      {
        name: 'nothing listens where the primary should be; only the replica named it',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_link_down_since_seconds: '120' },
              facts: { target: { readOnly: true } },
            }),
            '192.0.2.11:6379': { ...primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')), ...unconnected('refused', ['192.0.2.11']) },
          },
        },
      },
      {
        name: 'the primary answers us, but not the replica',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_link_down_since_seconds: '120' },
              facts: { target: { readOnly: true } },
            }),
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.12:6379', 'primary', 'replication')),
          },
        },
      },
    ],
    good: [
      {
        name: 'the first full copy is under way',
        facts: {
          endpoints: {
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', undefined, {
              info: { master_link_status: 'down', master_sync_in_progress: '1' },
              facts: { target: { readOnly: true } },
            }),
          },
        },
      },
      {
        name: 'the primary waits five seconds for more replicas before it sends a diskless copy',
        facts: {
          endpoints: {
            '192.0.2.11:6379': primaryAt('192.0.2.11:6379', undefined, {
              info: { connected_slaves: '1', slave0: 'ip=192.0.2.12,port=6379,state=wait_bgsave,offset=0,lag=0', master_replid: history },
            }),
            '192.0.2.12:6379': replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.11:6379', 'replica', 'replication'), { info: { master_link_status: 'down' } }),
          },
        },
      },
    ],
  },
});

/** As a clause, with the replica's own words first. */
function reason(at: EndpointView, primary: EndpointView | undefined): string {
  const event = lastEvent(at, 'replica-connect-failed', 'replica-auth-failed', 'replica-refused', 'replica-timeout', 'replica-sync-failed', 'replica-link-lost');
  const failure = primary && connectFailure(primary);
  const seen =
    failure === 'refused'
      ? 'nothing listens there'
      : failure
        ? 'it cannot be reached from here either'
        : primary?.get('speak')?.state === 'silent'
          ? 'it accepts connections and says nothing'
          : null;
  const told = event ? (event.detail.reason ?? event.text) : null;
  return told || seen ? ` (${[told, seen].filter(Boolean).join('; ')})` : '';
}
