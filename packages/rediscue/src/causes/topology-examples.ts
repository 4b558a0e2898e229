import type { FactData } from '../facts/index.ts';
import type { EndpointExample } from './examples.ts';
import type { Address, MonitoredPrimary } from './topology.ts';

type Info = Record<string, string>;
interface More {
  info?: Info;
  facts?: EndpointExample;
}

const address = (subject: string): Address => ({ host: subject.slice(0, subject.lastIndexOf(':')), port: Number(subject.slice(subject.lastIndexOf(':') + 1)) });

/** Facts of an endpoint whose address leads to itself, and that another server named. */
function located(subject: string, learned: FactData<'learned'> | undefined): EndpointExample {
  const { host, port } = address(subject);
  return {
    ...(learned && { learned }),
    resolve: { host, state: 'literal', addresses: [{ address: host, family: 4 }], code: null, nameServers: [] },
    connect: { attempts: [{ address: host, port, state: 'connected', code: null, ms: 0.4 }], used: host },
  };
}

const runId = (subject: string): string => Buffer.from(subject).toString('hex').padEnd(40, '0').slice(0, 40);
/** The replication id of the example's primary: its replicas share it. */
export const history = 'b'.repeat(40);

export function primaryAt(subject: string, learned?: FactData<'learned'>, { info = {}, facts = {} }: More = {}): EndpointExample {
  return { ...located(subject, learned), info: { value: { run_id: runId(subject), ...info } }, ...facts };
}

/** Fields of a primary's INFO that list its replicas. */
export const withReplicas = (...lines: string[]): Info => ({ connected_slaves: String(lines.length), ...Object.fromEntries(lines.map((line, index) => [`slave${index}`, line])) });

export function replicaAt(subject: string, source: string, learned?: FactData<'learned'>, { info = {}, facts = {} }: More = {}): EndpointExample {
  const { host, port } = address(source);
  const isUp = (info.master_link_status ?? 'up') === 'up';
  return {
    ...located(subject, learned),
    write: { state: 'not-asked', why: 'a replica is not written to' },
    config: { value: { secrets: { masterauth: { set: true } } } },
    role: {
      state: 'ok',
      value: { role: 'replica', primaryHost: host, primaryPort: port, link: isUp ? 'connected' : info.master_sync_in_progress === '1' ? 'sync' : 'connect', offset: 5000 },
    },
    info: {
      value: {
        run_id: runId(subject),
        role: 'slave',
        master_host: host,
        master_port: String(port),
        master_link_status: 'up',
        master_last_io_seconds_ago: isUp ? '1' : '-1',
        master_sync_in_progress: '0',
        slave_repl_offset: '5000',
        slave_priority: '100',
        master_repl_offset: '5000',
        ...info,
      },
    },
    ...facts,
  };
}

type Replica = MonitoredPrimary['replicaList'][number];
type Peer = MonitoredPrimary['sentinelList'][number];

export const replicaSeen = (subject: string, over: Partial<Replica> = {}): Replica => ({
  ...address(subject),
  flags: ['slave'],
  linkOk: true,
  priority: 100,
  downForMs: null,
  lastOkPingMs: 200,
  ...over,
});
export const peerSeen = (subject: string, over: Partial<Peer> = {}): Peer => ({ ...address(subject), runId: runId(subject), flags: ['sentinel'], ...over });

/** What a Sentinel says of `mymaster` at an address: one healthy replica and two more Sentinels unless told otherwise. */
export function monitored(subject: string, over: Partial<MonitoredPrimary> = {}): MonitoredPrimary {
  const replicaList = over.replicaList ?? [replicaSeen('192.0.2.12:6379')];
  const sentinelList = over.sentinelList ?? [peerSeen('192.0.2.22:26379'), peerSeen('192.0.2.23:26379')];
  return {
    name: 'mymaster',
    ...address(subject),
    flags: ['master'],
    quorum: 2,
    otherSentinels: sentinelList.length,
    replicas: replicaList.length,
    downAfterMs: 5000,
    failoverTimeoutMs: 60000,
    configEpoch: 0,
    quorumCheck: `OK ${sentinelList.length + 1} usable Sentinels. Quorum and failover authorization can be reached`,
    answered: address(subject),
    lastErrorReply: null,
    lastOkPingMs: 300,
    runId: runId(subject),
    ...over,
    replicaList,
    sentinelList,
  };
}

const noData = {
  auth: null,
  select: null,
  write: null,
  rates: null,
  config: null,
  acl: null,
  clients: null,
  slowlog: null,
  latency: null,
  memory: null,
  modules: null,
  script: null,
  keys: null,
} as const;

/** A Sentinel that monitors these. The first of an example is the entry and declares the target. */
export function sentinelAt(
  subject: string,
  primaries: MonitoredPrimary[],
  { entry = false, learned, facts = {}, target = {}, tilt = false }: SentinelOptions = {},
): EndpointExample {
  return {
    ...located(subject, entry ? { from: 'target', by: 'target', as: 'entry' } : learned),
    ...(entry && { target: { name: `sentinel://${subject}/mymaster`, kind: 'sentinel', addresses: [address(subject)], primaryName: 'mymaster', ...target } }),
    ...noData,
    speak: { reply: 'PONG', error: null },
    info: { value: { redis_mode: 'sentinel', role: 'sentinel', run_id: runId(subject), uptime_in_seconds: '86400' } },
    role: { state: 'ok', value: { role: 'sentinel', primaries: primaries.map(({ name }) => name) } },
    sentinel: { state: 'ok', value: { myId: runId(subject), tilt, resolveHostnames: false, announceHostnames: false, primaries } },
    ...facts,
  };
}
interface SentinelOptions {
  entry?: boolean;
  learned?: FactData<'learned'>;
  facts?: EndpointExample;
  target?: Partial<FactData<'target'>>;
  tilt?: boolean;
}

export const learnedFrom = (by: string, as: FactData<'learned'>['as'], from: FactData<'learned'>['from'] = 'sentinel'): FactData<'learned'> => ({ from, by, as });

/** A whole healthy group: three Sentinels on three hosts, a primary and a replica. Each part can be replaced. */
export function sentinelGroup(over: { sentinels?: Record<string, EndpointExample>; primary?: EndpointExample; replica?: EndpointExample } = {}): Record<string, EndpointExample> {
  const say = monitored('192.0.2.11:6379');
  const line = 'ip=192.0.2.12,port=6379,state=online,offset=5000,lag=0';
  return {
    ...(over.sentinels ?? {
      '192.0.2.21:26379': sentinelAt('192.0.2.21:26379', [say], { entry: true }),
      '192.0.2.22:26379': sentinelAt('192.0.2.22:26379', [say], { learned: learnedFrom('192.0.2.21:26379', 'sentinel') }),
      '192.0.2.23:26379': sentinelAt('192.0.2.23:26379', [say], { learned: learnedFrom('192.0.2.21:26379', 'sentinel') }),
    }),
    '192.0.2.11:6379': over.primary ?? primaryAt('192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'primary'), { info: withReplicas(line) }),
    '192.0.2.12:6379': over.replica ?? replicaAt('192.0.2.12:6379', '192.0.2.11:6379', learnedFrom('192.0.2.21:26379', 'replica')),
  };
}

type ClusterNode = Extract<FactData<'cluster'>, { state: 'ok' }>['value']['nodes'][number];
export const nodeSeen = (subject: string, over: Partial<ClusterNode> = {}): ClusterNode => ({
  id: runId(subject),
  ...address(subject),
  busPort: address(subject).port + 10000,
  hostname: null,
  role: 'primary',
  primaryId: null,
  myself: false,
  flags: ['master'],
  linkState: 'connected',
  slots: 0,
  ...over,
});
export const nodeId = runId;

/** A node of a cluster that sees these nodes. */
export function clusterNodeAt(
  subject: string,
  nodes: ClusterNode[],
  {
    entry = false,
    kind = 'cluster',
    cluster = {},
    facts = {},
    info = {},
  }: { entry?: boolean; kind?: 'cluster' | 'server'; cluster?: object; facts?: EndpointExample; info?: Info } = {},
): EndpointExample {
  const covered = nodes.reduce((sum, { slots }) => sum + slots, 0);
  return {
    ...located(subject, entry ? { from: 'target', by: 'target', as: 'entry' } : { from: 'cluster', by: 'target', as: 'node' }),
    ...(entry && { target: { name: `${kind === 'cluster' ? 'cluster' : 'redis'}://${subject}`, kind, addresses: [address(subject)] } }),
    info: { value: { run_id: runId(subject), redis_mode: 'cluster', cluster_enabled: '1', ...info } },
    cluster: {
      state: 'ok',
      value: {
        state: 'ok',
        slotsAssigned: covered,
        slotsOk: covered,
        slotsPfail: 0,
        slotsFail: 0,
        knownNodes: nodes.length,
        size: nodes.filter(({ slots }) => slots > 0).length,
        requireFullCoverage: true,
        nodes: nodes.map((node) => ({ ...node, myself: node.id === runId(subject) })),
        ...cluster,
      },
    },
    ...facts,
  };
}
