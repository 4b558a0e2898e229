import { z } from 'zod';
import * as app from './app.ts';
import { CloudFact } from './cloud.ts';
import * as host from './host.ts';
import * as kubernetes from './kubernetes.ts';
import * as place from './place.ts';
import * as project from './project.ts';
import * as server from './server.ts';
import type { Asked } from './shared.ts';
import { RivalsFact, TargetFact } from './target.ts';
import * as wire from './wire.ts';

/** Everything that can be known, by the name of the probe that gathers it. The one list of probe names. */
export const factSchemas = {
  target: TargetFact,
  rivals: RivalsFact,
  learned: server.LearnedFact,
  resolve: wire.ResolveFact,
  connect: wire.ConnectFact,
  tls: wire.TlsFact,
  speak: wire.SpeakFact,
  place: place.PlaceFact,
  auth: wire.AuthFact,
  select: wire.SelectFact,
  write: wire.WriteFact,
  ping: wire.PingFact,
  info: server.InfoFact,
  rates: server.RatesFact,
  config: server.ConfigFact,
  acl: server.AclFact,
  clients: server.ClientsFact,
  slowlog: server.SlowlogFact,
  latency: server.LatencyFact,
  memory: server.MemoryStatsFact,
  modules: server.ModulesFact,
  role: server.RoleFact,
  script: server.ScriptFact,
  keys: server.KeysFact,
  cluster: server.ClusterFact,
  sentinel: server.SentinelFact,
  process: host.ProcessFact,
  listeners: host.ListenersFact,
  configFile: host.ConfigFileFact,
  log: host.LogFact,
  data: host.DataFact,
  cgroup: host.CgroupFact,
  cpu: host.CpuFact,
  kernel: host.KernelFact,
  expected: host.ExpectedFact,
  containers: host.ContainerFact,
  elsewhere: host.ElsewhereFact,
  kubernetes: kubernetes.KubernetesFact,
  app: app.AppFact,
  neighbours: app.NeighboursFact,
  appLog: app.AppLogFact,
  program: project.ProgramFact,
  dangling: project.DanglingFact,
  objects: project.ObjectsFact,
  consumers: project.ConsumersFact,
  cloud: CloudFact,
} as const;

export type ProbeName = keyof typeof factSchemas;
export type FactData<K extends ProbeName> = z.infer<(typeof factSchemas)[K]>;

/** Probes whose data is an answer of the server that may also be refused. */
export type AskedProbe = { [K in ProbeName]: FactData<K> extends Asked<unknown> ? K : never }[ProbeName];
export type Answer<K extends AskedProbe> = Extract<FactData<K>, { state: 'ok' }> extends { value: infer V } ? V : never;

/** One gathered fact; it is the evidence that reports cite. */
export interface Fact<K extends ProbeName = ProbeName> {
  id: string;
  probe: K;
  /** The endpoint (`host:port` or a socket's path), or `this machine`. */
  subject: string;
  /** Name of the target for which it was gathered; null for the machine. */
  target: string | null;
  at: string;
  durationMs: number;
  data: FactData<K>;
}

const names = Object.keys(factSchemas) as [ProbeName, ...ProbeName[]];
const AnyFact = z.object({
  id: z.string(),
  probe: z.enum(names),
  subject: z.string(),
  target: z.string().nullable(),
  at: z.string(),
  durationMs: z.number(),
  data: z.unknown(),
});

export const NotChecked = z.object({ what: z.string(), why: z.string() });
export type NotChecked = z.infer<typeof NotChecked>;

/** What `--save-facts` writes and `--facts` reads: all that a verdict depends on. Holds no secret. */
export const FactsFile = z.object({
  schema: z.literal(1),
  tool: z.string(),
  /** What dates are compared with: without it nothing can be judged. */
  takenAt: z.iso.datetime({ offset: true }),
  budgetMs: z.number(),
  /** `files`: nothing was contacted, only the project's files were read. */
  look: z.enum(['live', 'files']).default('live'),
  facts: z.array(AnyFact),
  notChecked: z.array(NotChecked),
});

export interface Facts {
  schema: 1;
  tool: string;
  /** ISO time at which gathering began; causes take it for "now". */
  takenAt: string;
  budgetMs: number;
  look: 'live' | 'files';
  facts: Fact[];
  notChecked: NotChecked[];
}

/** Checks a saved bundle. Throws zod's error, which names the place, when it is not one. */
export function parseFacts(value: unknown): Facts {
  const parsed = FactsFile.parse(value);
  return { ...parsed, facts: parsed.facts.map((fact) => ({ ...fact, data: factSchemas[fact.probe].parse(fact.data) })) as Fact[] };
}

export type { AppFact, AppLogEvent, AppLogFact, AppLook, NeighboursFact } from './app.ts';
export type { CloudFact } from './cloud.ts';
export type { ConfigFileFact, DataFact, LogFact, ProcessFact } from './host.ts';
export type { PlaceFact, PlaceLook } from './place.ts';
export type { ConsumerFact, ProgramFact } from './project.ts';
export type { Asked, Place, SecretShape } from './shared.ts';
export type { RivalsFact, TargetFact } from './target.ts';
export type { AuthFact, ConnectFact, ResolveFact, SpeakFact, TlsFact, WriteFact } from './wire.ts';
