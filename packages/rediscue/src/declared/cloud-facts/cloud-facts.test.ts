import { describe, expect, it } from 'vitest';
import { memorystore, replicationGroup } from '../../../../../gauntlet/harness/cloud.ts';
import { CloudFact } from '../../facts/cloud.ts';
import { NotUnderstood, readCloudFacts } from './index.ts';

class Refused extends Error {}
const read = (...texts: string[]) =>
  readCloudFacts(
    texts.map((text, index) => ({ file: `${index}.json`, text })),
    (file, fault) => new Refused(`${file}:${fault.line} ${fault.message}`),
  );
const json = (...documents: unknown[]) => documents.map((each) => JSON.stringify(each)).join('\n');

describe('documents', () => {
  it.each([
    ['lines of JSON', json(memorystore(), replicationGroup())],
    [
      'one behind the other, indented, with Windows line ends and a byte order mark',
      `\uFEFF${JSON.stringify(memorystore(), null, 2)}${JSON.stringify(replicationGroup(), null, 2)}`.replaceAll('\n', '\r\n'),
    ],
    ['an object keyed by whatever', json({ redis: memorystore(), 'eu/aws': { cache: replicationGroup() } })],
    [
      'commands as they were typed before each',
      `$ gcloud redis instances describe cache\n${json(memorystore())}\n# and\n$ aws elasticache describe-replication-groups\n${json(replicationGroup())}`,
    ],
  ])('%s', (_, text) => {
    expect(read(text).instances.map(({ name }) => name)).toEqual(['cache', 'shop-cache']);
  });

  it('several files are joined, the later one counts', () => {
    const { instances } = read(json(memorystore({ state: 'CREATING' })), json(memorystore()));
    expect(instances).toMatchObject([{ name: 'cache', state: 'ready', place: { file: '1.json', line: 1 } }]);
  });

  it('beside what clients say of themselves', () => {
    const noise = 'Updates are available for some components.\n\nTo take a quick anonymous survey, run:\n  $ gcloud survey\n';
    expect(read(`WARNING: Python 3.8 is old\n${json(memorystore())}\n${noise}`).instances).toHaveLength(1);
  });

  it('an empty list of instances, with the command that printed it, says that there is none', () => {
    expect(read('$ gcloud redis instances list --region europe-west1 --project shop --format json\n[]\nListed 0 items.').listings).toMatchObject([
      { kind: 'instance', provider: 'google', region: 'europe-west1', project: 'shop' },
    ]);
  });

  it('its own form', () => {
    const own = { schema: 1, instances: [{ provider: 'other', name: 'cache', state: 'failed', endpoints: [{ host: 'cache.internal' }] }] };
    expect(read(json(own)).instances).toMatchObject([{ name: 'cache', state: 'failed', endpoints: [{ host: 'cache.internal', port: null }] }]);
  });
});

describe('what cannot be understood is told with its place', () => {
  it.each([
    ['', '0.json:1 it is empty'],
    ['\n{"a": 1', '0.json:2 the JSON that begins here has no end'],
    ['{"a": }', '0.json:1 what begins here is no valid JSON'],
    [`${json(memorystore())}\n{"name": "x"}`, '0.json:2 what begins here is no document of a provider that is known'],
    ['host: 10.0.0.3\nname: projects/shop/locations/europe-west1/instances/cache', '`--format json`'],
    [json({ schema: 1, instances: [{ name: 'x' }] }), '0.json:1 instances.0.provider'],
    [json({ schema: 1, tool: 'rediscue 1', facts: [] }), '`--facts` takes'],
    ['ERROR: (gcloud.redis.instances.describe) There was a problem refreshing your current auth tokens. Please run: $ gcloud auth login', 'the client was not logged in'],
    ['ERROR: (gcloud.redis.instances.describe) INVALID_ARGUMENT: the name is wrong', 'says nothing of what was asked for'],
    ['Listed 0 items.', 'holds nothing'],
  ])('%j', (text, why) => {
    expect(() => read(text)).toThrow(Refused);
    expect(() => read(text)).toThrow(why);
  });

  it('and without what stands there', () => {
    expect(() => read('{"password": kV7q2ZsecretW9xLt3}')).toThrow(/^0\.json:1 what begins here is no valid JSON$/);
    expect(NotUnderstood.name).toBe('NotUnderstood');
  });
});

describe('refusals', () => {
  it.each([
    [
      "ERROR: (gcloud.redis.instances.describe) NOT_FOUND: Resource 'projects/shop/locations/europe-west1/instances/cache' was not found",
      { is: 'not-found', kind: 'instance', name: 'cache', project: 'shop', region: 'europe-west1', provider: 'google' },
    ],
    [
      "ERROR: (gcloud.redis.instances.describe) PERMISSION_DENIED: Permission 'redis.instances.get' denied on 'projects/shop/locations/europe-west1/instances/cache' (or it may not exist). This command is authenticated as ci@shop.iam.gserviceaccount.com which is the active account.",
      { is: 'denied', kind: 'instance', name: 'cache', permission: 'redis.instances.get', identity: 'ci@shop.iam.gserviceaccount.com', who: 'caller' },
    ],
    [
      json({ error: { code: 404, message: 'Secret [projects/480001/secrets/redis-password] not found or has no versions.', status: 'NOT_FOUND' } }),
      { is: 'not-found', kind: 'secret', name: 'redis-password' },
    ],
    [
      'ERROR: (gcloud.secrets.versions.access) FAILED_PRECONDITION: Secret Version [projects/480001/secrets/redis-password/versions/2] is in DISABLED state.',
      { is: 'not-found', kind: 'secret', name: 'redis-password' },
    ],
    [
      'ERROR: (gcloud.redis.instances.list) PERMISSION_DENIED: Google Cloud Memorystore for Redis API has not been used in project shop before or it is disabled.',
      { is: 'not-found', kind: 'instance', name: null },
    ],
    [
      'An error occurred (CacheClusterNotFound) when calling the DescribeCacheClusters operation: CacheCluster not found: shop-cache',
      { is: 'not-found', kind: 'instance', provider: 'aws', name: 'shop-cache' },
    ],
    [
      "An error occurred (ResourceNotFoundException) when calling the DescribeSecret operation: Secrets Manager can't find the specified secret.",
      { is: 'not-found', kind: 'secret', provider: 'aws', name: null },
    ],
    [
      'An error occurred (AccessDenied) when calling the DescribeReplicationGroups operation: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: elasticache:DescribeReplicationGroups on resource: arn:aws:elasticache:us-east-1:123456789012:replicationgroup:shop-cache because no identity-based policy allows it',
      {
        is: 'denied',
        kind: 'instance',
        provider: 'aws',
        name: 'shop-cache',
        region: 'us-east-1',
        permission: 'elasticache:DescribeReplicationGroups',
        identity: 'arn:aws:iam::123456789012:user/ci',
      },
    ],
    [json({ __type: 'ReplicationGroupNotFoundFault', message: 'ReplicationGroup shop-cache not found.' }), { is: 'not-found', kind: 'instance', name: 'shop-cache' }],
    [
      "ERROR: (ResourceNotFound) The Resource 'Microsoft.Cache/Redis/shop-cache' under resource group 'shop' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix\nCode: ResourceNotFound",
      { is: 'not-found', kind: 'instance', provider: 'azure', name: 'shop-cache' },
    ],
    [
      json({ error: { code: 'ResourceNotFound', message: "The Resource 'Microsoft.Cache/Redis/shop-cache' under resource group 'shop' was not found." } }),
      { is: 'not-found', kind: 'instance', provider: 'azure' },
    ],
  ])('%s', (text, refusal) => {
    expect(read(text).refusals).toMatchObject([refusal]);
  });
});

describe('what it keeps', () => {
  const secret = 'kV7q2ZsecretW9xLt3';

  it('is no secret, wherever one stands', () => {
    const env = [
      { name: 'REDIS_URL', value: `redis://app:${secret}@10.0.0.3:6379/0` },
      { name: 'REDIS_PASSWORD', value: secret },
      { name: 'REDIS_HOST', value: '10.0.0.3' },
      { name: 'API_KEY', value: secret },
    ];
    const kept = read(
      json(
        memorystore({ authString: secret, statusMessage: `redis://:${secret}@h` }),
        { authString: secret },
        { primaryKey: secret, secondaryKey: `${secret}2` },
        {
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Service',
          metadata: { name: 'api' },
          spec: { template: { spec: { containers: [{ env }] } } },
          status: { latestCreatedRevisionName: 'api-1' },
        },
        { ARN: 'arn:aws:secretsmanager:us-east-1:1:secret:shop/redis-AbCdEf', Name: 'shop/redis', SecretString: secret },
        { name: 'projects/1/secrets/redis-password/versions/1', payload: { data: Buffer.from(secret).toString('base64') } },
        { id: 'https://shop.vault.azure.net/secrets/redis/1', value: secret, attributes: { enabled: true } },
        { Parameter: { ARN: 'arn:aws:ssm:us-east-1:1:parameter/redis/password', Name: '/redis/password', Value: secret } },
        { FunctionName: 'f', FunctionArn: 'arn:aws:lambda:us-east-1:1:function:f', Environment: { Variables: { REDIS_PASSWORD: secret } } },
        { schema: 1, secrets: [{ provider: 'other', name: 'redis', value: secret }], instances: [{ provider: 'other', name: 'x', passwords: [secret] }] },
      ),
    );
    const text = JSON.stringify(CloudFact.parse(kept));
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
    expect(kept.services[0]?.variables).toMatchObject([
      { name: 'REDIS_URL', host: '10.0.0.3', port: 6379, shape: null },
      { name: 'REDIS_PASSWORD', host: null, shape: { set: true } },
      { name: 'REDIS_HOST', host: '10.0.0.3' },
    ]);
    expect(kept.secrets).toHaveLength(5);
  });

  it('tells whether a secret is the password of the instance, and of which shape it is', () => {
    const revision = {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Revision',
      metadata: { name: 'api-1' },
      spec: { containers: [{ env: [{ name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'redis-password', key: 'latest' } } }] }] },
    };
    const access = (value: string) => ({ name: 'projects/1/secrets/redis-password/versions/1', payload: { data: Buffer.from(value).toString('base64') } });
    const of = (value: string) => read(json(memorystore(), { authString: secret }, revision, access(value))).secrets[0];
    expect(of(secret)).toMatchObject({ isInstances: true, shape: { padded: false } });
    expect(of(`${secret}\n`)).toMatchObject({ isInstances: true, shape: { padded: true } });
    expect(of('another-one-7Qx')).toMatchObject({ isInstances: false });
    expect(of('changeme')).toMatchObject({ shape: { placeholder: 'changeme' } });
  });
});
