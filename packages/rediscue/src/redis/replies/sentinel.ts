import { RedisError, type Reply, text } from '../resp.ts';
import { clip, clipped, fields, list, number, portOf } from './shape.ts';

export interface SentinelPrimaryLine {
  name: string;
  host: string;
  port: number;
  flags: string[];
  quorum: number;
  otherSentinels: number;
  replicas: number;
  downAfterMs: number;
  failoverTimeoutMs: number;
  configEpoch: number;
  /** Of the server as Sentinel last saw it in INFO; null while it never saw one. */
  runId: string | null;
  /** Since the last answer to its PING, whatever it was, and since the last one that was well (PONG, LOADING, MASTERDOWN). */
  lastReplyMs: number | null;
  lastOkPingMs: number | null;
}

export interface SentinelReplicaLine {
  host: string;
  port: number;
  flags: string[];
  /** `master-link-status` is `ok`. */
  linkOk: boolean;
  priority: number;
  /** How long Sentinel has held it for down (`s-down-time`); null while it does not. */
  downForMs: number | null;
  /** Since it last answered a PING well (`last-ok-ping-reply`). */
  lastOkPingMs: number | null;
}

export interface SentinelPeerLine {
  host: string;
  port: number;
  runId: string;
  flags: string[];
}

/** SENTINEL MASTERS or PRIMARIES. */
export const parseSentinelPrimaries = (reply: Reply): SentinelPrimaryLine[] | undefined =>
  instances(reply, (named, at) => {
    const count = (name: string) => number(named.get(name));
    const [name, quorum, configEpoch] = [clipped(named.get('name'), 256), count('quorum'), count('config-epoch')];
    const [otherSentinels, replicas] = [count('num-other-sentinels'), count('num-slaves') ?? count('num-replicas')];
    const [downAfterMs, failoverTimeoutMs] = [count('down-after-milliseconds'), count('failover-timeout')];
    if (name === undefined || quorum === undefined || otherSentinels === undefined || replicas === undefined) return undefined;
    if (downAfterMs === undefined || failoverTimeoutMs === undefined || configEpoch === undefined) return undefined;
    return {
      name,
      ...at,
      quorum,
      otherSentinels,
      replicas,
      downAfterMs,
      failoverTimeoutMs,
      configEpoch,
      runId: clipped(named.get('runid'), 64) || null,
      lastReplyMs: count('last-ping-reply') ?? null,
      lastOkPingMs: count('last-ok-ping-reply') ?? null,
    };
  });

/** SENTINEL SLAVES or REPLICAS of one primary. */
export const parseSentinelReplicas = (reply: Reply): SentinelReplicaLine[] | undefined =>
  instances(reply, (named, at) => {
    const priority = number(named.get('slave-priority') ?? named.get('replica-priority'));
    const link = text(named.get('master-link-status') ?? named.get('primary-link-status'));
    if (priority === undefined) return undefined;
    return { ...at, linkOk: link === 'ok', priority, downForMs: number(named.get('s-down-time')) ?? null, lastOkPingMs: number(named.get('last-ok-ping-reply')) ?? null };
  });

/** SENTINEL SENTINELS of one primary. */
export const parseSentinelPeers = (reply: Reply): SentinelPeerLine[] | undefined => instances(reply, (named, at) => ({ ...at, runId: clipped(named.get('runid'), 64) ?? '' }));

/** SENTINEL GET-MASTER-ADDR-BY-NAME. Null: it monitors no such name. */
export function parseSentinelAddress(reply: Reply): { host: string; port: number } | null | undefined {
  if (reply === null) return null;
  const parts = list(reply);
  const [host, port] = [clipped(parts?.[0], 256), portOf(parts?.[1])];
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** SENTINEL CKQUORUM: its sentence, or that of `NOQUORUM …`; null when it was not answered. */
export function parseQuorumCheck(reply: Reply): string | null {
  const sentence = reply instanceof RedisError ? (reply.code === 'NOQUORUM' ? reply.text : undefined) : text(reply);
  return sentence === undefined ? null : clip(sentence, 200);
}

interface At {
  host: string;
  port: number;
  flags: string[];
}

/** A list of instances; those without address and port are left out. */
function instances<T>(reply: Reply, read: (named: Map<string, Reply>, at: At) => T | undefined): T[] | undefined {
  const entries = list(reply);
  if (entries === undefined) return undefined;
  const found: T[] = [];
  for (const entry of entries.slice(0, 1000)) {
    const named = fields(entry);
    const [host, port] = [clipped(named?.get('ip'), 256), portOf(named?.get('port'))];
    if (named === undefined || host === undefined || port === undefined) continue;
    const flags = (clipped(named.get('flags'), 256) ?? '').split(',').filter(Boolean);
    const instance = read(named, { host, port, flags });
    if (instance !== undefined) found.push(instance);
  }
  return found.length > 0 || entries.length === 0 ? found : undefined;
}
