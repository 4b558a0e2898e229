import type { Place } from '../../facts/index.ts';
import { type Collected, keep } from './collected.ts';
import { at, isObject, type Json, last, list, number, portIn, text } from './json.ts';
import { refusedIn } from './refusals.ts';
import type { Part } from './schema.ts';

/** `projects/shop/locations/europe-west1/instances/cache` */
const resource = /^(?:\/\/[\w.-]+\/)?projects\/([^/]+)\/locations\/([^/]+)\/(instances|clusters|connectors|services|functions)\/([^/]+)$/;
const secretPath = /^projects\/([^/]+)\/(?:locations\/[^/]+\/)?secrets\/([^/]+)(?:\/versions\/([^/]+))?$/;

/** Reads one document of Google Cloud, as `gcloud … --format json` prints it; false where it is none that is known. */
export function google(document: Json, into: Collected, place: Place): boolean {
  const authString = text(document, 'authString');
  if (authString !== null && Object.keys(document).length <= 2) return into.passwords.push(authString) > 0;
  if (/^serving\.knative\.dev\//.test(text(document, 'apiVersion') ?? '')) return knative(document, into, place);
  const name = text(document, 'name') ?? '';
  const [, project = '', region = '', kind, id = ''] = resource.exec(name) ?? [];
  const own = { provider: 'google' as const, project, region, name: id };
  switch (kind) {
    case 'instances':
    case 'clusters':
      return memorystore(document, own, kind, into, place);
    case 'connectors': {
      const network = last(text(document, 'network')) ?? null;
      const status = text(document, 'state');
      keep(into, 'connectors', { ...own, network, status, state: stateOf(status) }, place);
      return true;
    }
    case 'services':
      return isObject(document.template) && secondService(document, own, into, place);
    case 'functions':
      return cloudFunction(document, own, into, place);
    default:
      return secretManager(document, name, into, place);
  }
}

/** States of Memorystore and of connectors: cloud.google.com, REST reference of redis.googleapis.com and vpcaccess.googleapis.com. */
function stateOf(status: string | null): Part<'instances'>['state'] {
  if (status === 'READY' || status === 'ACTIVE') return 'ready';
  if (status === 'CREATING') return 'creating';
  if (status === 'DELETING') return 'deleting';
  if (status === 'ERROR' || status === 'SUSPENDED' || status === 'FAILED') return 'failed';
  return ['UPDATING', 'REPAIRING', 'MAINTENANCE', 'IMPORTING', 'FAILING_OVER'].includes(status ?? '') ? 'changing' : 'unknown';
}

type Own = { provider: 'google'; project: string; region: string; name: string };

function memorystore(document: Json, own: Own, kind: string, into: Collected, place: Place): boolean {
  // Filestore, Memcached and others have instances of the same path.
  const isRedis = 'redisVersion' in document || ('authorizedNetwork' in document && !('memcacheNodes' in document)) || ('host' in document && 'memorySizeGb' in document);
  const isCluster = kind === 'clusters' ? 'discoveryEndpoints' in document || 'pscConfigs' in document : 'pscAutoConnections' in document || 'engineVersion' in document;
  const isBare = kind === 'instances' && 'tier' in document && ('memorySizeGb' in document || 'state' in document) && !('fileShares' in document);
  if (!isRedis && !isCluster && !isBare) return false;
  const status = text(document, 'state');
  const endpoints: Part<'instances'>['endpoints'] = [];
  const add = (host: string | null, port: number | null) => host !== null && endpoints.push({ host, port: port ?? 6379 });
  add(text(document, 'host'), portIn(document, 'port'));
  add(text(document, 'readEndpoint'), portIn(document, 'readEndpointPort'));
  for (const each of list(document, 'discoveryEndpoints')) add(text(each, 'address'), portIn(each, 'port'));
  for (const each of list(document, 'endpoints'))
    for (const way of list(each, 'connections')) add(text(way, 'pscAutoConnection', 'ipAddress'), portIn(way, 'pscAutoConnection', 'port'));
  const [psc] = [...list(document, 'discoveryEndpoints').map((each) => text(each, 'pscConfig', 'network')), ...list(document, 'pscConfigs').map((each) => text(each, 'network'))];
  const reasons = at(document, 'suspensionReasons');
  const isSuspended = Array.isArray(reasons) && reasons.length > 0;
  const message = text(document, 'statusMessage') ?? (isSuspended ? `suspended: ${reasons.join(', ')}` : null);
  keep(
    into,
    'instances',
    {
      ...own,
      product: isRedis || isBare ? 'Memorystore for Redis' : kind === 'clusters' ? 'Memorystore for Redis Cluster' : 'Memorystore for Valkey',
      status,
      state: isSuspended ? 'failed' : stateOf(status),
      message,
      endpoints,
      network: last(text(document, 'authorizedNetwork') ?? psc ?? null),
      reach: 'network',
      passwords: [text(document, 'authString')].flatMap((each) => each ?? []),
    },
    place,
  );
  return true;
}

/** Variables of a container: those of Knative (`valueFrom`) and of the second API (`valueSource`). */
function variablesOf(containers: readonly Json[]): Part<'revisions'>['variables'] {
  return containers.flatMap((container) =>
    list(container, 'env').flatMap((env) => {
      const name = text(env, 'name');
      const ref = at(env, 'valueFrom', 'secretKeyRef') ?? at(env, 'valueSource', 'secretKeyRef');
      const secret = last(text(ref, 'secret') ?? text(ref, 'name'));
      if (name === null) return [];
      return [{ name, value: text(env, 'value'), secret: secret === null ? null : { name: secret, version: text(ref, 'version') ?? text(ref, 'key') } }];
    }),
  );
}

/** Cloud Run as `gcloud run services describe` and `gcloud run revisions describe` show it. */
function knative(document: Json, into: Collected, place: Place): boolean {
  const kind = text(document, 'kind');
  const labels = at(document, 'metadata', 'labels');
  const name = text(document, 'metadata', 'name');
  if (Array.isArray(document.items)) return false;
  if (name === null || (kind !== 'Service' && kind !== 'Revision')) return false;
  if (kind === 'Revision') {
    keep(into, 'revisions', { name, service: text(labels, 'serving.knative.dev/service'), variables: variablesOf(list(document, 'spec', 'containers')) }, place);
    return true;
  }
  const template = at(document, 'spec', 'template');
  const annotations = at(template, 'metadata', 'annotations');
  const status = at(document, 'status');
  const latest = text(status, 'latestCreatedRevisionName') ?? text(template, 'metadata', 'name');
  const ready = text(status, 'latestReadyRevisionName');
  const region = text(labels, 'cloud.googleapis.com/location');
  const project = text(document, 'metadata', 'namespace');
  const connector = text(annotations, 'run.googleapis.com/vpc-access-connector');
  const interfaces = interfacesIn(text(annotations, 'run.googleapis.com/network-interfaces'));
  const condition = list(status, 'conditions').find((each) => text(each, 'type') === 'Ready');
  const identity = text(template, 'spec', 'serviceAccountName');
  // What is observed is older than what was asked for while the platform is at it.
  const isBehind = (number(status, 'observedGeneration') ?? 0) < (number(document, 'metadata', 'generation') ?? 0);
  keep(
    into,
    'services',
    {
      provider: 'google',
      product: 'Cloud Run service',
      name,
      project,
      region,
      identity,
      ...accessOf(connector, interfaces, text(annotations, 'run.googleapis.com/vpc-access-egress')),
      rollout: rolloutOf(text(condition, 'status'), isBehind),
      latest,
      serving: servingOf(list(status, 'traffic'), 'revisionName', ready),
    },
    place,
  );
  keep(into, 'revisions', { name: latest ?? `${name} (template)`, service: name, variables: variablesOf(list(template, 'spec', 'containers')) }, place);
  for (const each of list(status, 'conditions'))
    if (text(each, 'status') === 'False') refusedIn(text(each, 'message') ?? '', { service: name, project, region, identity }, into, place);
  return true;
}

const rolloutOf = (isReady: string | null, isBehind: boolean): Part<'services'>['rollout'] =>
  isBehind || isReady === 'Unknown' ? 'rolling-out' : isReady === 'True' ? 'done' : isReady === 'False' ? 'failed' : 'unknown';

/** Revisions that get requests. Of an entry for the latest one the name is that of the latest that is ready. */
function servingOf(traffic: readonly Json[], key: string, ready: string | null): Part<'services'>['serving'] {
  const shares = traffic.flatMap((each) => {
    const name = last(text(each, key)) ?? ready;
    const percent = number(each, 'percent');
    return name === null || percent === 0 || percent === null ? [] : [{ name, percent }];
  });
  return shares.length > 0 || ready === null ? shares : [{ name: ready, percent: null }];
}

function interfacesIn(annotation: string | null): Json[] {
  if (annotation === null) return [];
  try {
    const parsed: unknown = JSON.parse(annotation);
    return Array.isArray(parsed) ? parsed.filter(isObject) : [];
  } catch {
    return [{}];
  }
}

function accessOf(connector: string | null, interfaces: readonly Json[], egress: string | null): Pick<Part<'services'>, 'access' | 'connector' | 'network' | 'egress'> {
  const [direct] = interfaces;
  return {
    access: connector !== null ? 'connector' : direct ? 'direct' : 'none',
    connector,
    network: last(text(direct, 'network')),
    egress: /all/i.test(egress ?? '') ? 'all' : connector !== null || direct ? 'private-ranges' : null,
  };
}

/** Cloud Run as its second API shows it. */
function secondService(document: Json, own: Own, into: Collected, place: Place): boolean {
  const template = at(document, 'template');
  const ready = last(text(document, 'latestReadyRevision'));
  const latest = last(text(document, 'latestCreatedRevision')) ?? text(template, 'revision');
  const terminal = text(document, 'terminalCondition', 'state');
  const identity = text(template, 'serviceAccount');
  const about = { service: own.name, project: own.project, region: own.region, identity };
  keep(
    into,
    'services',
    {
      ...own,
      product: 'Cloud Run service',
      identity,
      ...accessOf(text(template, 'vpcAccess', 'connector'), list(template, 'vpcAccess', 'networkInterfaces'), text(template, 'vpcAccess', 'egress')),
      rollout: at(document, 'reconciling') === true ? 'rolling-out' : terminal === 'CONDITION_SUCCEEDED' ? 'done' : terminal === 'CONDITION_FAILED' ? 'failed' : 'unknown',
      latest,
      serving: servingOf(list(document, 'trafficStatuses'), 'revision', ready),
    },
    place,
  );
  keep(into, 'revisions', { name: latest ?? `${own.name} (template)`, service: own.name, variables: variablesOf(list(template, 'containers')) }, place);
  for (const each of [at(document, 'terminalCondition'), ...list(document, 'conditions')])
    if (text(each, 'state') === 'CONDITION_FAILED') refusedIn(text(each, 'message') ?? '', about, into, place);
  return true;
}

function cloudFunction(document: Json, own: Own, into: Collected, place: Place): boolean {
  const config = isObject(document.serviceConfig) ? document.serviceConfig : document;
  if (!('runtime' in document || 'buildConfig' in document || 'serviceConfig' in document)) return false;
  const plain = at(config, 'environmentVariables');
  const secrets = list(config, 'secretEnvironmentVariables').flatMap((each) => {
    const [name, secret] = [text(each, 'key'), text(each, 'secret')];
    return name === null || secret === null ? [] : [{ name, value: null, secret: { name: secret, version: text(each, 'version') } }];
  });
  const values = isObject(plain) ? Object.keys(plain).map((name) => ({ name, value: text(plain, name), secret: null })) : [];
  const connector = text(config, 'vpcConnector');
  const latest = last(text(config, 'revision')) ?? own.name;
  const status = text(document, 'state') ?? text(document, 'status');
  keep(
    into,
    'services',
    {
      ...own,
      product: 'Cloud Function',
      identity: text(config, 'serviceAccountEmail'),
      ...accessOf(connector, list(config, 'directVpcNetworkInterface'), text(config, 'vpcConnectorEgressSettings')),
      rollout: status === 'ACTIVE' ? 'done' : status === 'DEPLOYING' || status === 'DEPLOY_IN_PROGRESS' ? 'rolling-out' : status === 'FAILED' ? 'failed' : 'unknown',
      latest,
      serving: [{ name: latest, percent: null }],
    },
    place,
  );
  keep(into, 'revisions', { name: latest, service: own.name, variables: [...values, ...secrets] }, place);
  return true;
}

function secretManager(document: Json, name: string, into: Collected, place: Place): boolean {
  const [, project = null, id, version] = secretPath.exec(name) ?? [];
  if (id === undefined) return false;
  const own = { provider: 'google' as const, project, name: id };
  const payload = text(document, 'payload', 'data');
  if (version === undefined) keep(into, 'secrets', own, place);
  else if (payload !== null) keep(into, 'secrets', { ...own, versions: [{ version, state: 'enabled' }], value: Buffer.from(payload, 'base64').toString('utf8') }, place);
  else keep(into, 'secrets', { ...own, versions: [{ version, state: versionState(text(document, 'state')) }] }, place);
  return true;
}

const versionState = (state: string | null) => (state === 'ENABLED' ? 'enabled' : state === 'DISABLED' ? 'disabled' : state === 'DESTROYED' ? 'destroyed' : 'unknown');
