import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namespace, projectFolder, type World } from '../../testbed/index.ts';
import { type Expectation, type Scenario, scenario } from './scenario.ts';

/** What stands in the file that `--cloud-facts` names: documents as the clients print them, and their errors as text. */
type Documents = readonly (object | string)[];

interface CloudScenario {
  name: string;
  /** Planted: texts that no output may show. */
  facts(secret: () => string): Documents;
  /** Mends it. */
  mended?(secret: () => string): Documents;
  target?: string;
  /** Files of the project beside it; then no target is named. */
  files?: Record<string, string>;
  expect: Expectation;
}

const written = (documents: Documents): string => documents.map((each) => (typeof each === 'string' ? each : JSON.stringify(each, null, 2))).join('\n');

/** A Redis in a provider's network, seen from a machine that has no way there. */
export function seenFromOutside({ name, facts, mended, target = 'redis://10.0.0.3:6379', files, expect }: CloudScenario): Scenario {
  return scenario({
    name,
    needs: ['namespaces'],
    arrange: (world: World) => {
      const secret = () => world.secret();
      const place = namespace(world);
      const project = projectFolder(world, { ...files, 'cloud.json': written(facts(secret)) });
      return {
        through: place.exec,
        project,
        options: ['--cloud-facts', join(project, 'cloud.json'), '--budget', '5s'],
        ...(files === undefined && { targets: [target] }),
        expect,
        ...(mended && { heal: () => writeFileSync(join(project, 'cloud.json'), written(mended(secret))) }),
      };
    },
  });
}

/** `gcloud redis instances describe cache --region europe-west1 --format json` */
export const memorystore = (over: object = {}) => ({
  authEnabled: true,
  authorizedNetwork: 'projects/shop/global/networks/default',
  connectMode: 'DIRECT_PEERING',
  createTime: '2026-03-02T09:14:11.511034Z',
  currentLocationId: 'europe-west1-b',
  host: '10.0.0.3',
  locationId: 'europe-west1-b',
  maintenancePolicy: {},
  memorySizeGb: 1,
  name: 'projects/shop/locations/europe-west1/instances/cache',
  nodes: [{ id: 'node-0', zone: 'europe-west1-b' }],
  persistenceConfig: { persistenceMode: 'DISABLED' },
  persistenceIamIdentity: 'serviceAccount:480001-compute@developer.gserviceaccount.com',
  port: 6379,
  redisVersion: 'REDIS_7_0',
  reservedIpRange: '10.0.0.0/29',
  state: 'READY',
  tier: 'BASIC',
  transitEncryptionMode: 'DISABLED',
  ...over,
});

export const connector = (over: object = {}) => ({
  connectedProjects: ['shop'],
  ipCidrRange: '10.8.0.0/28',
  machineType: 'e2-micro',
  maxInstances: 3,
  minInstances: 2,
  name: 'projects/shop/locations/europe-west1/connectors/vpc',
  network: 'default',
  state: 'READY',
  ...over,
});

export const plain = (name: string, value: string) => ({ name, value });
export const fromSecret = (name: string, secret: string, key = 'latest') => ({ name, valueFrom: { secretKeyRef: { key, name: secret } } });

interface Run {
  env?: object[];
  annotations?: object;
  latest?: string;
  ready?: string;
  traffic?: object[];
  condition?: object;
  region?: string;
}

/** `gcloud run services describe api --region europe-west1 --format json` */
export const cloudRun = ({
  env = [plain('REDIS_HOST', '10.0.0.3'), plain('REDIS_PORT', '6379')],
  annotations,
  latest = 'api-00012-kal',
  ready = latest,
  traffic,
  condition,
  region = 'europe-west1',
}: Run = {}) => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: {
    annotations: { 'run.googleapis.com/ingress': 'all', 'run.googleapis.com/client-name': 'gcloud' },
    creationTimestamp: '2026-04-01T08:00:00.000000Z',
    generation: 12,
    labels: { 'cloud.googleapis.com/location': region },
    name: 'api',
    namespace: '480001',
  },
  spec: {
    template: {
      metadata: {
        annotations: annotations ?? {
          'autoscaling.knative.dev/maxScale': '10',
          'run.googleapis.com/vpc-access-connector': 'projects/shop/locations/europe-west1/connectors/vpc',
          'run.googleapis.com/vpc-access-egress': 'private-ranges-only',
        },
      },
      spec: {
        containerConcurrency: 80,
        containers: [{ env, image: 'europe-west1-docker.pkg.dev/shop/api/api:12', ports: [{ containerPort: 8080, name: 'http1' }] }],
        serviceAccountName: 'api@shop.iam.gserviceaccount.com',
      },
    },
    traffic: [{ latestRevision: true, percent: 100 }],
  },
  status: {
    address: { url: 'https://api-x-ew.a.run.app' },
    conditions: [condition ?? { lastTransitionTime: '2026-11-20T09:00:00Z', status: 'True', type: 'Ready' }],
    latestCreatedRevisionName: latest,
    latestReadyRevisionName: ready,
    observedGeneration: 12,
    traffic: traffic ?? [{ latestRevision: true, percent: 100, revisionName: ready }],
    url: 'https://api-x-ew.a.run.app',
  },
});

/** `gcloud run revisions describe … --format json` */
export const revision = (name: string, env: object[]) => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Revision',
  metadata: { labels: { 'serving.knative.dev/service': 'api', 'cloud.googleapis.com/location': 'europe-west1' }, name, namespace: '480001' },
  spec: { containers: [{ env, image: 'europe-west1-docker.pkg.dev/shop/api/api:11' }] },
  status: { conditions: [{ status: 'True', type: 'Ready' }] },
});

/** An entry of `gcloud secrets versions list redis-password --format json` */
export const version = (number: number, state = 'ENABLED', secret = 'redis-password') => ({
  createTime: `2026-10-0${number}T10:00:00.000000Z`,
  etag: '"1648b3d0a0c1a2"',
  name: `projects/480001/secrets/${secret}/versions/${number}`,
  replicationStatus: { automatic: {} },
  state,
});

/** `aws elasticache describe-replication-groups` */
export const replicationGroup = (over: object = {}) => ({
  ReplicationGroups: [
    {
      ReplicationGroupId: 'shop-cache',
      Description: 'cache of the shop',
      Status: 'available',
      PendingModifiedValues: {},
      MemberClusters: ['shop-cache-001', 'shop-cache-002'],
      NodeGroups: [
        {
          NodeGroupId: '0001',
          Status: 'available',
          PrimaryEndpoint: { Address: 'master.shop-cache.abc123.use1.cache.amazonaws.com', Port: 6379 },
          ReaderEndpoint: { Address: 'replica.shop-cache.abc123.use1.cache.amazonaws.com', Port: 6379 },
          NodeGroupMembers: [{ CacheClusterId: 'shop-cache-001', CacheNodeId: '0001', CurrentRole: 'primary', PreferredAvailabilityZone: 'us-east-1a' }],
        },
      ],
      AutomaticFailover: 'enabled',
      CacheNodeType: 'cache.t4g.small',
      AuthTokenEnabled: true,
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
      ARN: 'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:shop-cache',
      ...over,
    },
  ],
});

/** `aws ecs describe-services --cluster shop --services api` */
export const ecsService = (deployments: object[], events: object[] = []) => ({
  services: [
    {
      serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/shop/api',
      serviceName: 'api',
      clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/shop',
      status: 'ACTIVE',
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      launchType: 'FARGATE',
      taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/api:13',
      deployments,
      events,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' } },
    },
  ],
  failures: [],
});

export const deployment = (status: 'PRIMARY' | 'ACTIVE', definition: string, running: number, rolloutState: string, failedTasks = 0) => ({
  id: `ecs-svc/${definition}`,
  status,
  taskDefinition: `arn:aws:ecs:us-east-1:123456789012:task-definition/${definition}`,
  desiredCount: 2,
  pendingCount: 0,
  runningCount: running,
  failedTasks,
  createdAt: status === 'PRIMARY' ? '2026-11-20T10:00:00.000000+00:00' : '2026-11-01T10:00:00.000000+00:00',
  rolloutState,
});

/** `aws ecs describe-task-definition --task-definition api:13` */
export const taskDefinition = (name: string, environment: object[], secrets: object[] = []) => ({
  taskDefinition: {
    taskDefinitionArn: `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`,
    family: name.split(':')[0],
    revision: Number(name.split(':')[1]),
    status: 'ACTIVE',
    containerDefinitions: [{ name: 'api', image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/api:13', essential: true, environment, secrets }],
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  },
});

/** `az redis show --name shop-cache --resource-group shop` */
export const azureCache = (over: object = {}) => ({
  accessKeys: null,
  enableNonSslPort: false,
  hostName: 'shop-cache.redis.cache.windows.net',
  id: '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/shop/providers/Microsoft.Cache/Redis/shop-cache',
  instances: [{ isMaster: true, isPrimary: true, sslPort: 15000 }],
  linkedServers: [],
  location: 'West Europe',
  name: 'shop-cache',
  port: 6379,
  privateEndpointConnections: null,
  provisioningState: 'Succeeded',
  publicNetworkAccess: 'Disabled',
  redisConfiguration: { 'maxmemory-policy': 'volatile-lru' },
  redisVersion: '6.0',
  resourceGroup: 'shop',
  sku: { capacity: 1, family: 'C', name: 'Standard' },
  sslPort: 6380,
  subnetId: null,
  type: 'Microsoft.Cache/Redis',
  ...over,
});
