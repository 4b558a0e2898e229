import type { Place } from '../../facts/index.ts';
import { type Collected, keep } from './collected.ts';
import { at, isObject, type Json, last, list, number, portIn, text } from './json.ts';
import { refusedIn } from './refusals.ts';
import type { Part } from './schema.ts';

const own = (arn: string | null) => {
  const [, , , region, project] = arn?.split(':') ?? [];
  return { provider: 'aws' as const, project: project || null, region: region || null };
};

/** States of ElastiCache and MemoryDB, as their references list them. While a snapshot is taken the cache is in use. */
function stateOf(status: string | null): Part<'instances'>['state'] {
  if (status === null) return 'unknown';
  if (/^(available|active|snapshotting)$/i.test(status)) return 'ready';
  if (/^creating$/i.test(status)) return 'creating';
  if (/^delet/i.test(status)) return 'deleting';
  if (/fail|incompatible|restore-/i.test(status)) return 'failed';
  return /^(modifying|rebooting|updating)/i.test(status) ? 'changing' : 'unknown';
}

type Endpoints = Part<'instances'>['endpoints'];

function endpointsIn(document: Json, ...keys: string[]): Endpoints {
  return keys.flatMap((key) => {
    const host = text(document, key, 'Address');
    return host === null ? [] : [{ host, port: portIn(document, key, 'Port') }];
  });
}

/** Reads one document of AWS, as `aws … --output json` prints it; false where it is none that is known. */
export function aws(document: Json, into: Collected, place: Place): boolean {
  let isKnown = false;
  for (const [key, read] of Object.entries(readers)) {
    if (!Array.isArray(document[key])) continue;
    const isOwn = list(document, key).filter((each) => read(each, into, place)).length > 0;
    if (!isOwn && (list(document, key).length > 0 || !listed.has(key))) continue;
    isKnown = true;
    if (listed.has(key) && list(document, key).length !== 1) {
      const regions = new Set(list(document, key).map((each) => own(text(each, 'ARN')).region));
      keep(into, 'listings', { provider: 'aws', kind: 'instance', region: regions.size === 1 ? ([...regions][0] ?? null) : null }, place);
    }
  }
  for (const failure of list(document, 'failures')) {
    const arn = text(failure, 'arn');
    if (text(failure, 'reason') !== 'MISSING' || arn === null) continue;
    keep(into, 'refusals', { ...own(arn), is: 'not-found', kind: 'service', name: last(arn), message: `${arn}: MISSING` }, place);
    isKnown = true;
  }
  if (isObject(document.taskDefinition)) isKnown = taskDefinition(document.taskDefinition, into, place) || isKnown;
  if (isKnown) return true;
  const arn = text(document, 'ARN');
  if (arn?.includes(':secretsmanager:')) return secret(document, into, place);
  if (isObject(document.Parameter) && text(document.Parameter, 'ARN')?.includes(':ssm:')) return parameter(document.Parameter, into, place);
  if (isObject(document.Configuration) && text(document.Configuration, 'FunctionArn') !== null) return lambda(document.Configuration, into, place);
  if (text(document, 'FunctionArn') !== null && text(document, 'FunctionName') !== null) return lambda(document, into, place);
  // One entry of a list, as `--query` cuts it out.
  return Object.values(readers).some((read) => read(document, into, place)) || ('containerDefinitions' in document && taskDefinition(document, into, place));
}

/** `describe-…` of these without a name lists them all. */
const listed = new Set(['ReplicationGroups', 'CacheClusters', 'ServerlessCaches']);

type Read = (document: Json, into: Collected, place: Place) => boolean;

const readers: Readonly<Record<string, Read>> = {
  ReplicationGroups: (group, into, place) => {
    const name = text(group, 'ReplicationGroupId');
    if (name === null || !('NodeGroups' in group || 'Description' in group || 'MemberClusters' in group || 'Status' in group)) return false;
    const groups = list(group, 'NodeGroups');
    const endpoints = [...endpointsIn(group, 'ConfigurationEndpoint'), ...groups.flatMap((each) => endpointsIn(each, 'PrimaryEndpoint', 'ReaderEndpoint'))];
    const nodes = groups.flatMap((each) => list(each, 'NodeGroupMembers').flatMap((member) => endpointsIn(member, 'ReadEndpoint')));
    const status = text(group, 'Status');
    keep(
      into,
      'instances',
      { ...own(text(group, 'ARN')), product: 'ElastiCache', name, status, state: stateOf(status), endpoints: [...endpoints, ...nodes], reach: 'network' },
      place,
    );
    return true;
  },
  CacheClusters: (cluster, into, place) => {
    const name = text(cluster, 'CacheClusterId');
    if (name === null) return false;
    // Memcached is none of ours, but is understood.
    if (text(cluster, 'Engine') === 'memcached') return true;
    const status = text(cluster, 'CacheClusterStatus');
    const endpoints = [...endpointsIn(cluster, 'ConfigurationEndpoint'), ...list(cluster, 'CacheNodes').flatMap((node) => endpointsIn(node, 'Endpoint'))];
    keep(into, 'instances', { ...own(text(cluster, 'ARN')), product: 'ElastiCache', name, status, state: stateOf(status), endpoints, reach: 'network' }, place);
    return true;
  },
  ServerlessCaches: (cache, into, place) => {
    const name = text(cache, 'ServerlessCacheName');
    if (name === null) return false;
    const status = text(cache, 'Status');
    const endpoints = endpointsIn(cache, 'Endpoint', 'ReaderEndpoint');
    keep(into, 'instances', { ...own(text(cache, 'ARN')), product: 'ElastiCache Serverless', name, status, state: stateOf(status), endpoints, reach: 'network' }, place);
    return true;
  },
  Clusters: (cluster, into, place) => {
    const name = text(cluster, 'Name');
    if (name === null || !('ClusterEndpoint' in cluster || 'NumberOfShards' in cluster)) return false;
    const status = text(cluster, 'Status');
    const endpoints = endpointsIn(cluster, 'ClusterEndpoint');
    keep(into, 'instances', { ...own(text(cluster, 'ARN')), product: 'MemoryDB', name, status, state: stateOf(status), endpoints, reach: 'network' }, place);
    return true;
  },
  services: ecsService,
  tasks: (task, into, place) => {
    const arn = text(task, 'taskArn');
    if (arn === null) return false;
    const service = /^service:(.+)$/.exec(text(task, 'group') ?? '')?.[1] ?? null;
    const said = [text(task, 'stoppedReason'), ...list(task, 'containers').map((each) => text(each, 'reason'))];
    for (const reason of said) refusedIn(reason ?? '', { service, ...own(arn), identity: null }, into, place);
    return true;
  },
};

const byNewest = (a: Json, b: Json): number => (text(b, 'createdAt') ?? '').localeCompare(text(a, 'createdAt') ?? '');

function ecsService(document: Json, into: Collected, place: Place): boolean {
  const [name, arn] = [text(document, 'serviceName'), text(document, 'serviceArn')];
  if (name === null || arn === null) return false;
  const deployments = list(document, 'deployments');
  const primary = deployments.find((each) => text(each, 'status') === 'PRIMARY');
  const running = deployments.filter((each) => (number(each, 'runningCount') ?? 0) > 0);
  const whole = running.reduce((sum, each) => sum + (number(each, 'runningCount') ?? 0), 0);
  const state = text(primary, 'rolloutState');
  const failed = number(primary, 'failedTasks') ?? 0;
  const isStuck = state === 'FAILED' || (failed > 0 && (number(primary, 'runningCount') ?? 0) === 0);
  keep(
    into,
    'services',
    {
      ...own(arn),
      product: 'ECS service',
      name,
      identity: text(document, 'roleArn'),
      access: isObject(at(document, 'networkConfiguration', 'awsvpcConfiguration')) ? 'inside' : 'unknown',
      rollout: isStuck ? 'failed' : state === 'IN_PROGRESS' ? 'rolling-out' : state === 'COMPLETED' || (primary && deployments.length === 1) ? 'done' : 'unknown',
      latest: last(text(primary, 'taskDefinition') ?? text(document, 'taskDefinition')),
      serving: running.flatMap((each) => {
        const revision = last(text(each, 'taskDefinition'));
        return revision === null ? [] : [{ name: revision, percent: Math.round(((number(each, 'runningCount') ?? 0) / whole) * 100) }];
      }),
    },
    place,
  );
  // Events tell of the past too: those of before the newest deployment are over.
  const since = text(primary, 'createdAt') ?? '';
  const events = list(document, 'events').toSorted(byNewest);
  const current = state === 'COMPLETED' ? [] : events.filter((each) => (text(each, 'createdAt') ?? since) >= since);
  for (const message of [text(primary, 'rolloutStateReason'), ...current.map((each) => text(each, 'message'))])
    refusedIn(message ?? '', { service: name, ...own(arn), identity: null }, into, place);
  return true;
}

function taskDefinition(document: Json, into: Collected, place: Place): boolean {
  const name = last(text(document, 'taskDefinitionArn'));
  if (name === null) return false;
  const variables = list(document, 'containerDefinitions').flatMap((container) => [
    ...list(container, 'environment').flatMap((each) => {
      const variable = text(each, 'name');
      return variable === null ? [] : [{ name: variable, value: text(each, 'value'), secret: null }];
    }),
    ...list(container, 'secrets').flatMap((each) => {
      const [variable, from] = [text(each, 'name'), text(each, 'valueFrom')];
      return variable === null || from === null ? [] : [{ name: variable, value: null, secret: { name: secretName(from), version: null } }];
    }),
  ]);
  keep(into, 'revisions', { name, service: null, variables }, place);
  return true;
}

/** `arn:aws:secretsmanager:us-east-1:1:secret:prod/redis-AbCdEf:password::` is `prod/redis`; of a parameter its path. */
function secretName(from: string): string {
  const secret = /:secret:([^:]+)/.exec(from)?.[1];
  return secret?.replace(/-[A-Za-z0-9]{6}$/, '') ?? /:parameter\/?(.+)$/.exec(from)?.[1] ?? from;
}

function secret(document: Json, into: Collected, place: Place): boolean {
  const arn = text(document, 'ARN');
  const stages = at(document, 'VersionIdsToStages');
  const isCurrent = isObject(stages) ? Object.values(stages).some((each) => Array.isArray(each) && each.includes('AWSCURRENT')) : null;
  keep(
    into,
    'secrets',
    {
      provider: 'aws',
      project: own(arn).project,
      name: text(document, 'Name') ?? secretName(arn ?? ''),
      state: (text(document, 'DeletedDate') ?? number(document, 'DeletedDate')) ? 'deleted' : 'present',
      // Without a current version there is nothing to read.
      versions: isCurrent ? [{ version: 'AWSCURRENT', state: 'enabled' }] : [],
      isWhole: isCurrent !== null,
      value: text(document, 'SecretString'),
    },
    place,
  );
  return true;
}

function parameter(document: Json, into: Collected, place: Place): boolean {
  const arn = text(document, 'ARN');
  keep(into, 'secrets', { provider: 'aws', project: own(arn).project, name: secretName(arn ?? ''), value: text(document, 'Value') }, place);
  return true;
}

function lambda(document: Json, into: Collected, place: Place): boolean {
  const name = text(document, 'FunctionName') ?? '';
  const values = at(document, 'Environment', 'Variables');
  const subnets = at(document, 'VpcConfig', 'SubnetIds');
  const revision = `${name}:${text(document, 'Version') ?? '$LATEST'}`;
  const status = text(document, 'LastUpdateStatus');
  keep(
    into,
    'services',
    {
      ...own(text(document, 'FunctionArn')),
      product: 'Lambda function',
      name,
      identity: text(document, 'Role'),
      access: Array.isArray(subnets) && subnets.length > 0 ? 'inside' : 'none',
      rollout: status === 'InProgress' ? 'rolling-out' : status === 'Failed' ? 'failed' : status === 'Successful' ? 'done' : 'unknown',
      latest: revision,
      serving: [{ name: revision, percent: null }],
    },
    place,
  );
  const variables = isObject(values) ? Object.keys(values).map((variable) => ({ name: variable, value: text(values, variable), secret: null })) : [];
  keep(into, 'revisions', { name: revision, service: name, variables }, place);
  return true;
}
