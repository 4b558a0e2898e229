import { z } from 'zod';
import { Place, SecretShape } from './shared.ts';

export const CloudProvider = z.enum(['google', 'aws', 'azure', 'other']);
/** What a provider says of a thing in its own word is in `status`; this is what it means. `changing`: it may be out of use for the time being. */
export const CloudState = z.enum(['ready', 'creating', 'changing', 'deleting', 'failed', 'unknown']);
export const CloudAccess = z.enum(['none', 'connector', 'direct', 'inside', 'unknown']);
export const CloudEgress = z.enum(['private-ranges', 'all']);

const text = z.string().nullable();

const Instance = z.object({
  provider: CloudProvider,
  product: z.string(),
  name: z.string(),
  project: text,
  region: text,
  status: text,
  state: CloudState,
  message: text,
  endpoints: z.array(z.object({ host: z.string(), port: z.number().int().nullable() })),
  network: text,
  /** `network`: only from its own network. */
  reach: z.enum(['network', 'public']).nullable(),
  place: Place,
});

const Revision = z.object({ name: z.string(), percent: z.number().nullable() });

/** A variable of Redis: its address where it is one, and never its text. */
const Variable = z.object({
  name: z.string(),
  host: text,
  port: z.number().int().nullable(),
  secret: z.object({ name: z.string(), version: text }).nullable(),
  shape: SecretShape.nullable(),
});

const Service = z.object({
  provider: CloudProvider,
  product: z.string(),
  name: z.string(),
  project: text,
  region: text,
  identity: text,
  access: CloudAccess,
  connector: text,
  network: text,
  egress: CloudEgress.nullable(),
  /** `rolling-out`: the provider is at it. */
  rollout: z.enum(['done', 'rolling-out', 'failed', 'unknown']),
  latest: text,
  serving: z.array(Revision),
  /** Of the latest template. */
  variables: z.array(Variable),
  /** Variables of Redis that what serves has otherwise; null: what serves is not known in full. */
  pending: z.array(z.object({ variable: z.string(), is: z.enum(['changed', 'added', 'removed']) })).nullable(),
  /** A newer template than the service is told to run. */
  newer: text,
  place: Place,
});

const Connector = z.object({ provider: CloudProvider, name: z.string(), project: text, region: text, network: text, status: text, state: CloudState, place: Place });

const Secret = z.object({
  provider: CloudProvider,
  name: z.string(),
  project: text,
  state: z.enum(['present', 'missing', 'deleted']),
  /** Newest first. */
  versions: z.array(z.object({ version: z.string(), state: z.enum(['enabled', 'disabled', 'destroyed', 'unknown']) })),
  /** All versions were listed. */
  isWhole: z.boolean(),
  /** Of its value, where that was given. */
  shape: SecretShape.nullable(),
  /** A document or certificate, in which lines are what is meant. */
  isDocument: z.boolean(),
  /** Whether its value is a password of the instances that were given; null where one of them is not known. */
  isInstances: z.boolean().nullable(),
  place: Place,
});

const Refusal = z.object({
  is: z.enum(['not-found', 'denied']),
  provider: CloudProvider,
  kind: z.enum(['instance', 'service', 'connector', 'secret', 'other']),
  name: text,
  project: text,
  region: text,
  permission: text,
  identity: text,
  /** `service`: the application's own identity was refused; `caller`: whoever asked for these facts. */
  who: z.enum(['service', 'caller']),
  /** Name of the service that it happened to. */
  service: text,
  /** Masked. */
  message: z.string(),
  place: Place,
});

/** A list that a provider gave in full: what is not in it is not there. */
const Listing = z.object({ provider: CloudProvider, kind: z.enum(['instance', 'secret', 'connector']), project: text, region: text, place: Place });

/** What the providers say of instances, services, ways into networks, and secrets. Without the text of any secret. Subject: `the cloud`. */
export const CloudFact = z.object({
  instances: z.array(Instance),
  services: z.array(Service),
  connectors: z.array(Connector),
  secrets: z.array(Secret),
  refusals: z.array(Refusal),
  listings: z.array(Listing),
});
export type CloudFact = z.infer<typeof CloudFact>;
