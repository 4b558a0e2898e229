import { change, diagnoseTarget, remedy, sourceText } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { unconnected } from '../example-parts.ts';
import { connectFailure, isLoopback } from '../reach.ts';
import { redisCli } from '../remedy.ts';
import { type Address, addressText, answeredBy, endpointAt, isFlaggedDown, isOnThisMachine, isOutOfReach, type MonitoredPrimary, watchersOf } from '../topology.ts';
import { learnedFrom, monitored, primaryAt, replicaSeen, sentinelAt, sentinelGroup } from '../topology-examples.ts';
import type { EndpointView, TargetView } from '../view.ts';

/** Sentinel pings each second: a server that answered it this recently lives. */
const freshMs = 2500;
const inner = '172.18.0.5:6379';

export default defineCause({
  code: 'sentinel/unreachable-announcement',
  severity: 'critical',
  scope: 'target',
  title: 'Sentinel hands out an address that the application cannot reach',
  meaning:
    "Sentinel itself reaches the primary, but by an address that means nothing here: a container's inner address, a loopback address of another machine, or a name of another network.",
  detection:
    'The address that Sentinel answers cannot be reached from here, while Sentinel has it up and heard from it in the last 2.5 seconds. The connection of Sentinel stands, too: that to a primary that has just died breaks at once.',
  advice:
    'Let the servers announce what clients can reach: `replica-announce-ip` and `-port` on the data servers, `sentinel announce-ip` and `-port` on the Sentinels, or names with `announce-hostnames`. Or run the application in their network.',
  source: 'redis.io, "High availability with Redis Sentinel", Sentinel, Docker, NAT, and possible issues',
  needs: ['sentinel', 'connect'],
  explains: [
    'network/nothing-listening',
    'network/filtered',
    'network/unreachable',
    'network/name-not-found',
    'network/resolver-unreachable',
    'network/not-redis',
    'process/not-running',
    'config/localhost-in-container',
  ],
  detect: (target) => {
    const found: Found[] = [];
    for (const { at, primary } of watchersOf(target)) {
      const answered = answeredBy(primary);
      if (!isFlaggedDown(primary) && !primary.flags.includes('disconnected') && (primary.lastOkPingMs === null || primary.lastOkPingMs < freshMs))
        found.push(...judge(target, at, primary, answered, true));
      for (const replica of primary.replicaList)
        if (!isFlaggedDown(replica) && !replica.flags.includes('disconnected') && replica.lastOkPingMs !== null && replica.lastOkPingMs < freshMs)
          found.push(...judge(target, at, primary, replica, false));
      // All Sentinels announce the same: said once.
      if (found.length > 0) break;
    }
    return found;
  },
  examples: {
    bad: [
      {
        name: "a container's inner address",
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored(inner, { replicaList: [] })], { entry: true }),
            [inner]: { ...primaryAt(inner, learnedFrom('192.0.2.21:26379', 'primary')), ...unconnected('timed-out', ['172.18.0.5']) },
          },
        },
      },
      {
        name: 'loopback, announced by a Sentinel on another machine',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('127.0.0.1:6379', { replicaList: [], runId: 'f'.repeat(40) })], { entry: true }),
            '127.0.0.1:6379': primaryAt('127.0.0.1:6379', learnedFrom('192.0.2.21:26379', 'primary')),
          },
        },
      },
    ],
    good: [
      { name: 'the announced addresses answer', facts: { endpoints: sentinelGroup() } },
      {
        name: 'loopback, and Sentinel is on this machine',
        facts: {
          endpoints: {
            '127.0.0.1:26379': sentinelAt('127.0.0.1:26379', [monitored('127.0.0.1:6379', { replicaList: [] })], { entry: true }),
            '127.0.0.1:6379': primaryAt('127.0.0.1:6379', learnedFrom('127.0.0.1:26379', 'primary')),
          },
        },
      },
      {
        name: 'the primary died a moment ago: it answered Sentinel before, and the connection broke',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { flags: ['master', 'disconnected'], lastOkPingMs: 400, replicaList: [] })], {
              entry: true,
            }),
            '192.0.2.11:6379': { ...primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')), ...unconnected('refused', ['192.0.2.11']) },
          },
        },
      },
      {
        name: 'the primary hangs and has not answered Sentinel for four seconds',
        facts: {
          endpoints: {
            '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [monitored('192.0.2.11:6379', { lastOkPingMs: 4100, replicaList: [replicaSeen('192.0.2.12:6379')] })], {
              entry: true,
            }),
            '192.0.2.11:6379': { ...primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary')), ...unconnected('refused', ['192.0.2.11']) },
          },
        },
      },
    ],
  },
});

function judge(target: TargetView, sentinel: EndpointView, primary: MonitoredPrimary, announced: Address, isPrimary: boolean): Found[] {
  const seen = endpointAt(target, announced);
  if (seen === undefined) return [];
  // Loopback means the Sentinel's own machine. When that is another one, whoever answers here is the wrong server.
  const isForeignLoopback = isLoopback(announced.host) && !isOnThisMachine(sentinel);
  const isStranger = isForeignLoopback && isPrimary && primary.runId !== null && seen.info('run_id') !== undefined && seen.info('run_id') !== primary.runId;
  if (!isOutOfReach(seen) && !isStranger) return [];
  const failure = connectFailure(seen);
  const how = isStranger
    ? 'leads to another server here'
    : seen.get('resolve')?.state === 'not-found'
      ? 'does not resolve here'
      : failure === 'refused'
        ? 'is refused here'
        : failure === null
          ? 'does not lead to a Redis here'
          : 'cannot be reached from here';
  const what = isPrimary ? 'the primary' : 'a replica';
  return [
    {
      ...(!isPrimary && !target.declared?.readOnly && { severity: 'warning' as const }),
      summary: `Sentinel hands out ${addressText(announced)} as ${what} of "${primary.name}"; that address ${how}, although Sentinel itself reaches it.`,
      evidence: [
        { probe: 'sentinel', subject: sentinel.subject },
        { probe: 'connect', subject: seen.subject },
      ],
      concerns: [seen.subject],
      remedies: [
        remedy(
          'Let the data servers announce an address that clients reach (on each of them, with its own address)',
          [
            'redis-cli -h <server> CONFIG SET replica-announce-ip <address>',
            'redis-cli -h <server> CONFIG SET replica-announce-port <port>',
            'redis-cli -h <server> CONFIG REWRITE',
          ],
          `${redisCli(sentinel)} SENTINEL GET-MASTER-ADDR-BY-NAME ${primary.name}`,
          'disruptive',
        ),
        remedy(
          `Or make Sentinel monitor the reachable address from the start`,
          [`${redisCli(sentinel)} SENTINEL REMOVE ${primary.name}`, `${redisCli(sentinel)} SENTINEL MONITOR ${primary.name} <reachable-address> <port> ${primary.quorum}`],
          diagnoseTarget(target),
          'disruptive',
        ),
        remedy(`Or run the application where ${announced.host} is reachable, and keep ${sourceText(target)}`, change(target), diagnoseTarget(target)),
      ],
    },
  ];
}
