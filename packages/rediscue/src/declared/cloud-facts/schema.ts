import { z } from 'zod';
import { CloudAccess, CloudEgress, CloudProvider, CloudState } from '../../facts/cloud.ts';

/**
 * What `--cloud-facts` takes beside the providers' own documents, and what those are read as. Values may be secrets: it lives in
 * memory only, and facts keep shapes (`fact.ts`).
 */
const text = (what: string) => z.string().nullable().default(null).meta({ description: what });
const provider = CloudProvider.meta({ description: 'Whose it is.' });
const name = (what: string) => z.string().min(1).meta({ description: what });
const project = text('Project, account or subscription.');
const region = text('Where it is: `europe-west1`, `us-east-1`, `westeurope`.');
const state = CloudState.default('unknown').meta({ description: 'What its status means. changing: it may be out of use until that is over.' });
const status = text("The provider's own word for its state.");

const Instance = z.strictObject({
  provider,
  product: z.string().default('Redis').meta({ description: 'The name of the service: `Memorystore for Redis`.' }),
  name: name('Its name or id.'),
  project,
  region,
  status,
  state,
  message: text('What the provider says of its state.'),
  endpoints: z
    .array(z.strictObject({ host: z.string().min(1), port: z.int().nullable().default(null) }))
    .default([])
    .meta({ description: 'Every address at which it answers.' }),
  network: text('The network that reaches it.'),
  reach: z.enum(['network', 'public']).nullable().default(null).meta({ description: 'network: only its own network reaches it.' }),
  passwords: z.array(z.string()).default([]).meta({ description: 'Its AUTH strings or access keys, to compare with secrets; no fact or report keeps them.' }),
});

const Variable = z.strictObject({
  name: name('Its name.'),
  value: text('Its value, where it is set directly. Of it only an address is kept, and the shape of anything else.'),
  secret: z
    .strictObject({ name: name('The secret of the store.'), version: text('A version or alias; null: the newest.') })
    .nullable()
    .default(null),
});

const Revision = z.strictObject({
  name: name('The revision or task definition.'),
  service: text('The service that it is of.'),
  variables: z.array(Variable).default([]),
});

const Service = z.strictObject({
  provider,
  product: z.string().default('service'),
  name: name('Its name.'),
  project,
  region,
  identity: text('The account that it runs as.'),
  access: CloudAccess.default('unknown').meta({ description: 'How it reaches private addresses. inside: it always runs in a network.' }),
  connector: text('The connector that it uses.'),
  network: text('The network that it is in, or its egress leads to.'),
  egress: CloudEgress.nullable().default(null).meta({ description: 'What is routed through the connector or network.' }),
  rollout: z.enum(['done', 'rolling-out', 'failed', 'unknown']).default('unknown').meta({ description: 'How far its latest template is.' }),
  latest: text('Revision or task definition of its latest template.'),
  serving: z
    .array(z.strictObject({ name: z.string().min(1), percent: z.number().nullable().default(null) }))
    .default([])
    .meta({ description: 'Revisions that get requests.' }),
});

const Connector = z.strictObject({ provider, name: name('Its name.'), project, region, network: text('The network that it leads into.'), status, state });

const Secret = z.strictObject({
  provider,
  name: name('Its name in the store.'),
  project,
  state: z.enum(['present', 'missing', 'deleted']).default('present'),
  versions: z.array(z.strictObject({ version: z.string(), state: z.enum(['enabled', 'disabled', 'destroyed', 'unknown']).default('unknown') })).default([]),
  isWhole: z.boolean().default(false).meta({ description: 'All versions are listed.' }),
  value: text('Its value. Only its shape is kept.'),
});

const Refusal = z.strictObject({
  is: z.enum(['not-found', 'denied']),
  provider,
  kind: z.enum(['instance', 'service', 'connector', 'secret', 'other']).default('other'),
  name: text('What was asked for.'),
  project,
  region,
  permission: text('The permission or action that is missing.'),
  identity: text('Who was refused.'),
  who: z.enum(['service', 'caller']).default('caller').meta({ description: "service: the application's own identity; caller: whoever asked for these facts." }),
  service: text('The service that it happened to.'),
  message: z.string().default(''),
});

const Listing = z.strictObject({ provider, kind: z.enum(['instance', 'secret', 'connector']), project, region });

export const CloudFacts = z
  .strictObject({
    schema: z.literal(1),
    instances: z.array(Instance).default([]),
    services: z.array(Service).default([]),
    revisions: z.array(Revision).default([]),
    connectors: z.array(Connector).default([]),
    secrets: z.array(Secret).default([]),
    refusals: z.array(Refusal).default([]),
    listings: z.array(Listing).default([]).meta({ description: 'What was listed in full: a thing of that kind that is not here does not exist there.' }),
  })
  .meta({
    title: 'rediscue diagnose --cloud-facts',
    description: "What the providers say of instances, services, connectors and secrets. The providers' own documents are taken as they are and read as this.",
  });
export type CloudFacts = z.infer<typeof CloudFacts>;
export type Part<K extends Exclude<keyof CloudFacts, 'schema'>> = CloudFacts[K][number];
