import type { FactData } from '../../facts/index.ts';
import {
  namedFields,
  parseQuorumCheck,
  parseSentinelAddress,
  parseSentinelPeers,
  parseSentinelPrimaries,
  parseSentinelReplicas,
  type SentinelPrimaryLine,
  text,
} from '../../redis/index.ts';
import type { Asker } from './asker.ts';
import { answer, isReply, type Outcome } from './question.ts';
import type { ServerView } from './server-view.ts';

/** Primaries whose replicas, Sentinels and quorum are asked for: four commands each. */
const mostPrimaries = 4;

/** What one Sentinel says of all that it monitors. Permission: +sentinel. Cost: O(primaries and what stands behind four of them). */
export async function askSentinel(asker: Asker, server: ServerView): Promise<FactData<'sentinel'>> {
  const [listed, myId, hostnames] = await asker.ask([
    ['SENTINEL', 'MASTERS'],
    ['SENTINEL', 'MYID'],
    ['SENTINEL', 'CONFIG', 'GET', '*-hostnames'],
  ]);
  const primaries = answer(listed, parseSentinelPrimaries);
  if (primaries.state !== 'ok') return primaries;
  const chosen = choose(primaries.value, server);
  // SENTINEL REPLICAS came with 5.0; the old word works everywhere, Valkey 9 too.
  const replicas = server.isAtLeast('5.0') === false ? 'SLAVES' : 'REPLICAS';
  const outcomes = await asker.ask(
    chosen.flatMap(({ name }) => [
      ['SENTINEL', replicas, name],
      ['SENTINEL', 'SENTINELS', name],
      ['SENTINEL', 'CKQUORUM', name],
      ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name],
    ]),
  );
  const id = answer(myId, text);
  const settings = answer(hostnames, namedFields);
  const setting = (name: string): boolean | null => {
    const value = settings.state === 'ok' ? text(settings.value.get(name)) : undefined;
    return value === undefined ? null : value === 'yes';
  };
  const detailed = chosen.map((primary, index) => describe(primary, outcomes.slice(index * 4, index * 4 + 4)));
  const described: Described[] = [];
  for (const primary of detailed) {
    if (primary.state !== 'ok') return primary;
    described.push(primary.value);
  }
  return {
    state: 'ok',
    value: {
      myId: id.state === 'ok' ? id.value.slice(0, 64) : null,
      tilt: server.info?.get('sentinel_tilt') === '1',
      resolveHostnames: setting('resolve-hostnames'),
      announceHostnames: setting('announce-hostnames'),
      primaries: described,
    },
  };
}

/** The one that the application asks for comes first. */
function choose(primaries: readonly SentinelPrimaryLine[], server: ServerView): SentinelPrimaryLine[] {
  const wanted = server.target.fact.primaryName;
  const ordered = primaries.toSorted((a, b) => Number(b.name === wanted) - Number(a.name === wanted));
  const left = ordered.slice(mostPrimaries);
  if (left.length > 0)
    server.context.skip(`primaries ${left.map(({ name }) => name).join(', ')} of the Sentinel`, `${mostPrimaries} primaries of a Sentinel are looked at in one run`);
  return ordered.slice(0, mostPrimaries);
}

type Described = Extract<FactData<'sentinel'>, { state: 'ok' }>['value']['primaries'][number];

function describe(primary: SentinelPrimaryLine, [replicas, peers, quorum, address]: readonly Outcome[]): ReturnType<typeof answer<Described>> {
  const replicaList = answer(replicas, parseSentinelReplicas);
  const sentinelList = answer(peers, parseSentinelPeers);
  if (replicaList.state !== 'ok') return replicaList;
  if (sentinelList.state !== 'ok') return sentinelList;
  const answered = answer(address, parseSentinelAddress);
  const { lastReplyMs, ...told } = primary;
  const value: Described = {
    ...told,
    quorumCheck: isReply(quorum) ? parseQuorumCheck(quorum) : null,
    replicaList: replicaList.value,
    sentinelList: sentinelList.value,
    answered: answered.state === 'ok' ? answered.value : null,
    lastErrorReply: badReplies(lastReplyMs, primary.lastOkPingMs),
  };
  return { state: 'ok', value };
}

/** Both times are set by the same good answer; when one is created, within a moment of each other. */
const sameAnswerMs = 100;
/** Sentinel asks once a second and has lost the primary when nothing at all came for longer. */
const answersComeMs = 3000;

/** Sentinel does not tell the text of an error, only when an answer came last, and when one that was well. */
function badReplies(lastReplyMs: number | null, lastOkPingMs: number | null): string | null {
  if (lastReplyMs === null || lastOkPingMs === null || lastReplyMs > answersComeMs || lastOkPingMs - lastReplyMs < sameAnswerMs) return null;
  return `PING is answered with an error, and was last answered well ${Math.max(1, Math.round(lastOkPingMs / 1000))} s ago`;
}
