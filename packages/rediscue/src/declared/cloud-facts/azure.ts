import type { Place } from '../../facts/index.ts';
import { type Collected, keep } from './collected.ts';
import { at, isObject, type Json, last, list, portIn, text } from './json.ts';
import { refusedIn } from './refusals.ts';
import type { Part } from './schema.ts';

/** `provisioningState` of Microsoft.Cache, as its reference lists them. */
function stateOf(status: string | null): Part<'instances'>['state'] {
  if (status === null) return 'unknown';
  if (/^(Succeeded|Running)$/i.test(status)) return 'ready';
  if (/^(Creating|Provisioning)$/i.test(status)) return 'creating';
  if (/^(Deleting|Unprovisioning|Unlinking)$/i.test(status)) return 'deleting';
  if (/fail|disabled|canceled/i.test(status)) return 'failed';
  return /^(Updating|Scaling|Linking|Rebooting|RecoveringScaleFailure|ConfiguringAAD|Enabling|Moving)$/i.test(status) ? 'changing' : 'unknown';
}

const subscription = (id: string | null): string | null => /\/subscriptions\/([^/]+)/i.exec(id ?? '')?.[1] ?? null;
/** `West Europe` and `westeurope` are one. */
const region = (location: string | null): string | null => location?.toLowerCase().replace(/\s+/g, '') ?? null;

/** Reads one document of Azure, as `az … --output json` prints it; false where it is none that is known. */
export function azure(document: Json, into: Collected, place: Place): boolean {
  const type = (text(document, 'type') ?? /\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(text(document, 'id') ?? '')?.[1] ?? '').toLowerCase();
  const host = text(document, 'hostName') ?? text(document, 'properties', 'hostName');
  if (/^microsoft\.cache\/redis(enterprise)?$/.test(type) || (host !== null && /\.(redis\.cache\.windows|redisenterprise\.cache\.azure|redis\.azure)\.net$/i.test(host)))
    return cache(document, host, into, place);
  if (type === 'microsoft.app/containerapps') return containerApp(document, into, place);
  const primaryKey = text(document, 'primaryKey');
  if (primaryKey !== null && 'secondaryKey' in document) return into.passwords.push(primaryKey, text(document, 'secondaryKey') ?? primaryKey) > 0;
  const vault = /^https:\/\/([^./]+)\.vault\.[^/]+\/secrets\/([^/]+)(?:\/([^/]+))?$/i.exec(text(document, 'id') ?? '');
  if (!vault) return false;
  const [, , name = '', version] = vault;
  const enabled = at(document, 'attributes', 'enabled');
  const state = enabled === true ? 'enabled' : enabled === false ? 'disabled' : 'unknown';
  keep(into, 'secrets', { provider: 'azure', name, versions: version === undefined ? [] : [{ version, state }], value: text(document, 'value') }, place);
  return true;
}

function cache(document: Json, host: string | null, into: Collected, place: Place): boolean {
  const name = text(document, 'name');
  if (name === null) return false;
  // `az` flattens what the API keeps below `properties`.
  const get = (key: string) => at(document, key) ?? at(document, 'properties', key);
  const status = text({ status: get('resourceState') ?? get('provisioningState') }, 'status');
  const ports = [portIn({ port: get('sslPort') }, 'port'), get('enableNonSslPort') === true ? portIn({ port: get('port') }, 'port') : null].flatMap((each) => each ?? []);
  const isPublic = typeof get('subnetId') !== 'string' && get('publicNetworkAccess') !== 'Disabled';
  keep(
    into,
    'instances',
    {
      provider: 'azure',
      product: /enterprise/i.test(text(document, 'type') ?? '') ? 'Azure Managed Redis' : 'Azure Cache for Redis',
      name,
      project: subscription(text(document, 'id')),
      region: region(text(document, 'location')),
      status,
      state: stateOf(status),
      endpoints: host === null ? [] : (ports.length > 0 ? ports : [null]).map((port) => ({ host, port })),
      network: last(text({ id: get('subnetId') }, 'id')),
      reach: isPublic ? 'public' : 'network',
      passwords: ['primaryKey', 'secondaryKey'].flatMap((key) => text(get('accessKeys'), key) ?? []),
    },
    place,
  );
  return true;
}

function containerApp(document: Json, into: Collected, place: Place): boolean {
  const name = text(document, 'name');
  const properties = at(document, 'properties');
  if (name === null || !isObject(properties)) return false;
  const [latest, ready] = [text(properties, 'latestRevisionName'), text(properties, 'latestReadyRevisionName')];
  const status = text(properties, 'provisioningState');
  const traffic = list(properties, 'configuration', 'ingress', 'traffic').flatMap((each) => {
    const revision = text(each, 'revisionName') ?? (at(each, 'latestRevision') === true ? ready : null);
    const weight = at(each, 'weight');
    return revision === null || typeof weight !== 'number' || weight === 0 ? [] : [{ name: revision, percent: weight }];
  });
  const vaults = new Map(list(properties, 'configuration', 'secrets').map((each) => [text(each, 'name'), /\/secrets\/([^/]+)/.exec(text(each, 'keyVaultUrl') ?? '')?.[1] ?? null]));
  const own = { provider: 'azure' as const, project: subscription(text(document, 'id')), region: region(text(document, 'location')) };
  keep(
    into,
    'services',
    {
      ...own,
      product: 'Container App',
      name,
      rollout: status === 'Succeeded' ? 'done' : status === 'Failed' ? 'failed' : status === 'InProgress' ? 'rolling-out' : 'unknown',
      latest,
      serving: traffic.length > 0 || ready === null ? traffic : [{ name: ready, percent: null }],
    },
    place,
  );
  const variables = list(properties, 'template', 'containers').flatMap((container) =>
    list(container, 'env').flatMap((each) => {
      const variable = text(each, 'name');
      const ref = text(each, 'secretRef');
      if (variable === null) return [];
      return [{ name: variable, value: text(each, 'value'), secret: ref === null ? null : { name: vaults.get(ref) ?? ref, version: null } }];
    }),
  );
  keep(into, 'revisions', { name: latest ?? `${name} (template)`, service: name, variables }, place);
  refusedIn(text(properties, 'deploymentErrors') ?? '', { service: name, ...own, identity: null }, into, place);
  return true;
}
