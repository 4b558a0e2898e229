import type { CloudFact } from '../facts/index.ts';
import { unconnected } from './example-parts.ts';
import type { ExampleFacts } from './examples.ts';

type One<K extends keyof CloudFact> = CloudFact[K][number];

/** A Memorystore instance and a Cloud Run service, as providers tell of them: what examples of the family cloud share. */
const place = { file: 'cloud.json', line: 1 };

const cloud = (over: Partial<CloudFact> = {}): CloudFact => ({ instances: [], services: [], connectors: [], secrets: [], refusals: [], listings: [], ...over });

/** What the provider says, beside a target in its network that this machine does not reach. */
export const outside = (over: Partial<CloudFact>): ExampleFacts => ({ endpoints: { '10.0.0.3:6379': unconnected('timed-out') }, machine: { cloud: cloud(over) } });

/** The same of another address. */
export const aside = (subject: string, over: Partial<CloudFact>): ExampleFacts => ({ endpoints: { [subject]: unconnected('timed-out') }, machine: { cloud: cloud(over) } });

/** The same beside a target that works. */
export const beside = (over: Partial<CloudFact>): ExampleFacts => ({ endpoints: { 'redis.example:6379': {} }, machine: { cloud: cloud(over) } });

export const cloudInstance = (over: Partial<One<'instances'>> = {}): One<'instances'> => ({
  provider: 'google',
  product: 'Memorystore for Redis',
  name: 'cache',
  project: 'shop',
  region: 'europe-west1',
  status: 'READY',
  state: 'ready',
  message: null,
  endpoints: [{ host: '10.0.0.3', port: 6379 }],
  network: 'default',
  reach: 'network',
  place,
  ...over,
});

export const cloudVariable = (over: Partial<One<'services'>['variables'][number]> = {}): One<'services'>['variables'][number] => ({
  name: 'REDIS_HOST',
  host: '10.0.0.3',
  port: null,
  secret: null,
  shape: null,
  ...over,
});

export const fromStore = (name = 'redis-password', version: string | null = 'latest') => cloudVariable({ name: 'REDIS_PASSWORD', host: null, secret: { name, version } });

export const cloudService = (over: Partial<One<'services'>> = {}): One<'services'> => ({
  provider: 'google',
  product: 'Cloud Run service',
  name: 'api',
  project: 'shop',
  region: 'europe-west1',
  identity: 'api@shop.iam.gserviceaccount.com',
  access: 'connector',
  connector: 'projects/shop/locations/europe-west1/connectors/vpc',
  network: null,
  egress: 'private-ranges',
  rollout: 'done',
  latest: 'api-00002-abc',
  serving: [{ name: 'api-00002-abc', percent: 100 }],
  variables: [cloudVariable()],
  pending: [],
  newer: null,
  place,
  ...over,
});

export const cloudConnector = (over: Partial<One<'connectors'>> = {}): One<'connectors'> => ({
  provider: 'google',
  name: 'vpc',
  project: 'shop',
  region: 'europe-west1',
  network: 'default',
  status: 'READY',
  state: 'ready',
  place,
  ...over,
});

export const cloudSecret = (over: Partial<One<'secrets'>> = {}): One<'secrets'> => ({
  provider: 'google',
  name: 'redis-password',
  project: 'shop',
  state: 'present',
  versions: [{ version: '1', state: 'enabled' }],
  isWhole: true,
  shape: null,
  isDocument: false,
  isInstances: null,
  place,
  ...over,
});

export const cloudRefusal = (over: Partial<One<'refusals'>> = {}): One<'refusals'> => ({
  is: 'not-found',
  provider: 'google',
  kind: 'instance',
  name: 'cache',
  project: 'shop',
  region: 'europe-west1',
  permission: null,
  identity: null,
  who: 'caller',
  service: null,
  message: "NOT_FOUND: Resource 'projects/shop/locations/europe-west1/instances/cache' was not found",
  place,
  ...over,
});
