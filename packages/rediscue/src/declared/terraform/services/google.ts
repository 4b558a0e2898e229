import type { PlannedResource } from '../plan.ts';
import { blocksAt, blocksNamed, given, isOpen } from '../resources.ts';
import type { NetworkAccess, TerraformBlock } from '../types.ts';
import { plainText, type TerraformValue } from '../values.ts';
import type { Container, Given, Service } from './service.ts';

const second = ['google_cloud_run_v2_service', 'google_cloud_run_v2_job', 'google_cloud_run_v2_worker_pool'];
const types = [...second, 'google_cloud_run_service', 'google_cloudfunctions_function', 'google_cloudfunctions2_function'];

/** Cloud Run and Cloud Functions. */
export function googleServices(resources: readonly PlannedResource[], regionOf: (resource: PlannedResource) => TerraformValue | null): Service[] {
  return resources
    .filter(({ type, mode }) => mode === 'managed' && types.includes(type))
    .map((resource) => ({
      resource,
      cloud: 'google',
      containers: containersOf(resource),
      region: given(resource, 'location', 'region') ?? regionOf(resource),
      access: accessOf(resource),
    }));
}

function containersOf(resource: PlannedResource): Container[] {
  if (resource.type.startsWith('google_cloudfunctions')) return [functionOf(resource)];
  const path =
    resource.type === 'google_cloud_run_service'
      ? ['template', 'spec', 'containers']
      : resource.type === 'google_cloud_run_v2_job'
        ? ['template', 'template', 'containers']
        : ['template', 'containers'];
  const containers = blocksAt(resource, ...path);
  return containers.map((container, index) => ({
    name: containers.length > 1 ? (plainText(given(container, 'name')) ?? String(index)) : null,
    variables: blocksNamed(container, 'env').flatMap(variableOf),
    image: given(container, 'image'),
    command: given(container, 'command'),
    ports: blocksNamed(container, 'ports').flatMap(({ place, attributes }) => {
      const inside = Number(plainText(attributes.get('container_port')));
      return Number.isInteger(inside) && inside > 0 ? [{ inside, outside: null, address: null, place }] : [];
    }),
  }));
}

function variableOf(env: TerraformBlock): Given[] {
  const name = plainText(given(env, 'name'));
  if (name === null || env.maybe) return [];
  const value = given(env, 'value');
  const [ref] = [...blocksAt(env, 'value_source', 'secret_key_ref'), ...blocksAt(env, 'value_from', 'secret_key_ref')];
  const id = ref ? given(ref, 'secret', 'name') : null;
  if (ref && id) return [{ name, value: null, secret: { id, version: given(ref, 'version', 'key'), kind: 'secret' }, place: id.place }];
  // `value = null` sets nothing.
  return value ? [{ name, value, secret: null, place: value.place }] : [];
}

function functionOf(resource: PlannedResource): Container {
  const holders = resource.type === 'google_cloudfunctions2_function' ? blocksNamed(resource, 'service_config') : [resource];
  const variables = holders.flatMap((holder): Given[] => [
    ...pairsOf(given(holder, 'environment_variables')),
    ...blocksNamed(holder, 'secret_environment_variables').flatMap((block): Given[] => {
      const [name, id] = [plainText(given(block, 'key')), given(block, 'secret')];
      return name === null || !id ? [] : [{ name, value: null, secret: { id, version: given(block, 'version'), kind: 'secret' }, place: id.place }];
    }),
  ]);
  return { name: null, variables, image: null, command: null };
}

/** Variables of a map. */
export function pairsOf(value: TerraformValue | null): Given[] {
  return value?.is === 'object' ? [...value.entries].map(([name, content]) => ({ name, value: content, secret: null, place: content.place })) : [];
}

function accessOf(resource: PlannedResource): NetworkAccess {
  const nothing: NetworkAccess = { state: 'none', connector: null, network: null, subnetwork: null, egress: null, place: resource.place };
  if (second.includes(resource.type)) {
    const outer = resource.type === 'google_cloud_run_v2_job' ? blocksAt(resource, 'template', 'template') : blocksNamed(resource, 'template');
    if (outer.some((template) => isOpen(template, 'vpc_access')) || isOpen(resource, 'template')) return { ...nothing, state: 'maybe' };
    const [access] = outer.flatMap((template) => blocksNamed(template, 'vpc_access'));
    if (!access) return outer.length === 0 ? { ...nothing, state: 'maybe' } : nothing;
    if (isOpen(access, 'network_interfaces')) return { ...nothing, state: 'maybe', place: access.place };
    const [way] = blocksNamed(access, 'network_interfaces');
    const connector = given(access, 'connector');
    const egress = given(access, 'egress');
    if (connector) return { ...nothing, state: connector.is === 'unknown' || isVariable(connector) ? 'maybe' : 'connector', connector, egress, place: connector.place };
    if (!way) return access.attributes.has('connector') ? { ...nothing, place: access.place } : { ...nothing, place: access.place };
    return { ...nothing, state: 'direct', network: given(way, 'network'), subnetwork: given(way, 'subnetwork'), egress, place: way.place };
  }
  if (resource.type === 'google_cloud_run_service') return annotated(resource, nothing);
  const holders = resource.type === 'google_cloudfunctions2_function' ? blocksNamed(resource, 'service_config') : [resource];
  const [holder] = holders;
  const connector = holder ? given(holder, 'vpc_connector') : null;
  if (!holder || holders.some(({ attributes }) => attributes.has('direct_vpc_network_interface')) || blocksNamed(holder, 'direct_vpc_network_interface').length > 0)
    return { ...nothing, state: 'maybe' };
  if (!connector) return nothing;
  return {
    ...nothing,
    state: connector.is === 'unknown' || isVariable(connector) ? 'maybe' : 'connector',
    connector,
    egress: given(holder, 'vpc_connector_egress_settings'),
    place: connector.place,
  };
}

/** A variable without a value may be given nothing. */
const isVariable = (value: TerraformValue): boolean => value.is === 'reference' && /(^|\.)var\.[^.]+$/.test(value.to);

/** The first Cloud Run says it in annotations of the revision. */
function annotated(resource: PlannedResource, nothing: NetworkAccess): NetworkAccess {
  const metadata = blocksAt(resource, 'template', 'metadata');
  if (isOpen(resource, 'template') || blocksNamed(resource, 'template').some((template) => isOpen(template, 'metadata'))) return { ...nothing, state: 'maybe' };
  for (const block of metadata) {
    const annotations = given(block, 'annotations');
    if (!annotations) continue;
    if (annotations.is !== 'object') return { ...nothing, state: 'maybe' };
    const connector = annotations.entries.get('run.googleapis.com/vpc-access-connector') ?? null;
    const egress = annotations.entries.get('run.googleapis.com/vpc-access-egress') ?? null;
    if (connector) return { ...nothing, state: connector.is === 'unknown' || isVariable(connector) ? 'maybe' : 'connector', connector, egress, place: connector.place };
    const direct = annotations.entries.get('run.googleapis.com/network-interfaces');
    if (direct) return { ...nothing, state: 'maybe', egress, place: direct.place };
  }
  return nothing;
}
