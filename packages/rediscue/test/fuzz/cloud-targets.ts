import { NotUnderstood, readCloudFacts } from '../../src/declared/cloud-facts/index.ts';
import { disturbJson, jsonOf } from './disturb.ts';
import { expectBounded, expectFact, secret } from './expectations.ts';
import type { FuzzTarget } from './target.ts';

const env = [
  { name: 'REDIS_PASSWORD', value: secret },
  { name: 'REDIS_HOST', value: '10.0.0.3' },
];
const documents = [
  {
    name: 'projects/shop/locations/europe-west1/instances/cache',
    host: '10.0.0.3',
    port: 6379,
    state: 'READY',
    redisVersion: 'REDIS_7_0',
    authorizedNetwork: 'projects/shop/global/networks/default',
  },
  {
    ...{ apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'api', generation: 2, labels: { 'cloud.googleapis.com/location': 'europe-west1' } } },
    spec: { template: { metadata: { annotations: { 'run.googleapis.com/network-interfaces': '[{"network":"default"}]' } }, spec: { containers: [{ env }] } } },
    status: {
      latestCreatedRevisionName: 'api-2',
      latestReadyRevisionName: 'api-1',
      conditions: [{ type: 'Ready', status: 'False', message: 'Permission denied on secret: projects/1/secrets/x' }],
      traffic: [{ percent: 100, revisionName: 'api-1' }],
    },
  },
  [
    { name: 'projects/1/secrets/redis/versions/2', state: 'DISABLED' },
    { name: 'projects/1/secrets/redis/versions/1', state: 'ENABLED' },
  ],
  {
    ReplicationGroups: [
      {
        ReplicationGroupId: 'c',
        Status: 'available',
        ARN: 'arn:aws:elasticache:us-east-1:1:replicationgroup:c',
        NodeGroups: [{ PrimaryEndpoint: { Address: 'c.x.use1.cache.amazonaws.com', Port: 6379 } }],
      },
    ],
  },
  {
    services: [
      {
        serviceName: 'api',
        serviceArn: 'arn:aws:ecs:us-east-1:1:service/shop/api',
        deployments: [{ status: 'PRIMARY', taskDefinition: 'arn:x/api:2', runningCount: 1, rolloutState: 'COMPLETED' }],
        events: [],
      },
    ],
    failures: [],
  },
  {
    taskDefinition: {
      taskDefinitionArn: 'arn:x/api:3',
      containerDefinitions: [{ environment: env, secrets: [{ name: 'REDIS_URL', valueFrom: 'arn:aws:secretsmanager:us-east-1:1:secret:redis-AbCdEf' }] }],
    },
  },
  {
    type: 'Microsoft.Cache/Redis',
    name: 'c',
    hostName: 'c.redis.cache.windows.net',
    sslPort: 6380,
    provisioningState: 'Scaling',
    location: 'West Europe',
    accessKeys: { primaryKey: secret },
  },
  { schema: 1, instances: [{ provider: 'other', name: 'x', state: 'failed' }], services: [], secrets: [{ provider: 'aws', name: 'redis', value: secret }] },
  { error: { code: 404, status: 'NOT_FOUND', message: "Resource 'projects/shop/locations/e/instances/cache' was not found" } },
];
const texts = [
  ...documents.map((document) => JSON.stringify(document)),
  JSON.stringify({ a: documents[0], b: { c: documents[1] } }, null, 1),
  `$ gcloud redis instances list --region e --format json\n[]\nListed 0 items.\nERROR: (gcloud.redis.instances.describe) PERMISSION_DENIED: Permission 'redis.instances.get' denied on resource\n${JSON.stringify(documents[3])}`,
  'An error occurred (ReplicationGroupNotFoundFault) when calling the DescribeReplicationGroups operation: ReplicationGroup c not found.\n',
];

function take(text: string, input: Buffer, isIntact: boolean): void {
  try {
    const fact = readCloudFacts([{ file: 'cloud.json', text }], (file, fault) => {
      if (fault.line < 1 || fault.line > text.split('\n').length) throw new Error(`line ${fault.line} of ${file}`);
      return fault;
    });
    expectBounded(fact, input.length);
    expectFact('cloud', fact);
    // Where nothing was changed around it, it stands in the place of a secret.
    if (isIntact && JSON.stringify(fact).includes(secret)) throw new Error('a secret is shown');
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    if (isIntact && error.message.includes(secret)) throw new Error('a secret is shown');
  }
}

export const cloudTargets: readonly FuzzTarget[] = [
  {
    name: 'cloud/facts',
    seeds: () => texts.map((text) => Buffer.from(text)),
    run: (input, { random }) => {
      const text = input.toString('utf8');
      take(text, input, texts.includes(text));
      const value = jsonOf(input);
      if (value !== undefined) take(JSON.stringify(disturbJson(value, random, 20)) ?? '', input, false);
    },
  },
];
