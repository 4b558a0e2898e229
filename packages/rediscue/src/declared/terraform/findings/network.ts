import type { DeclaredObject } from '../../reading.ts';
import { type CloudConnector, type CloudService, type ManagedRedis, ofKind, type PlanScope, type TerraformObject, type TerraformResource } from '../types.ts';
import { addressOf, plainText, type TerraformValue } from '../values.ts';

/** What one plan declares, for judging the way from a service to its Redis. */
export interface PlanView {
  redis: TerraformObject<'managed-redis'>[];
  services: TerraformObject<'cloud-service'>[];
  connectors: TerraformObject<'cloud-connector'>[];
  secrets: TerraformObject<'cloud-secret'>[];
  resources: TerraformObject<'terraform-resource'>[];
}

/** Services, secrets and what they may be joined with, each with the others of its root and its variant. */
export function plansOf(objects: readonly DeclaredObject[]): PlanView[] {
  const key = ({ data }: { data: PlanScope }) => JSON.stringify([data.root, data.variant]);
  const services = Map.groupBy(ofKind(objects, 'cloud-service'), key);
  const redis = Map.groupBy(ofKind(objects, 'managed-redis'), key);
  const connectors = Map.groupBy(ofKind(objects, 'cloud-connector'), key);
  const secrets = Map.groupBy(ofKind(objects, 'cloud-secret'), key);
  const resources = Map.groupBy(ofKind(objects, 'terraform-resource'), key);
  return [...new Set([...services.keys(), ...secrets.keys()])].map((plan) => ({
    services: services.get(plan) ?? [],
    redis: redis.get(plan) ?? [],
    connectors: connectors.get(plan) ?? [],
    secrets: secrets.get(plan) ?? [],
    resources: resources.get(plan) ?? [],
  }));
}

export interface Link {
  redis: TerraformObject<'managed-redis'>;
  variable: CloudService['redis'][number];
}

/** Managed instances inside a network that a service's variables lead to. Only by references: what is alike by chance is no link. */
export function linksOf(service: CloudService, plan: PlanView): Link[] {
  return plan.redis.flatMap((redis) => {
    const variable = service.redis.find(({ value }) => value.through.some((to) => addressOf(to)?.resource === withoutKey(redis.data.address)));
    return variable && redis.data.cloud === service.cloud ? [{ redis, variable }] : [];
  });
}

/** Addresses of copies (`for_each`) are referred to without their key here. */
export const withoutKey = (address: string): string => address.replace(/\["[^"]*"\]$/, '');

/** The connector that a service names: by reference, by name or by its path. */
export function connectorOf(service: CloudService, plan: PlanView): TerraformObject<'cloud-connector'> | undefined {
  const value = service.access?.connector ?? null;
  if (!value) return undefined;
  const name = plainText(value)?.split('/').at(-1);
  return plan.connectors.find(
    ({ data }) => value.through.some((to) => addressOf(to)?.resource === withoutKey(data.address)) || (name !== undefined && name === plainText(data.name)),
  );
}

/** A network as something that can be compared: its resource, or its name; null where it is not known. */
export function networkKey(value: TerraformValue | null, plan: PlanView): string | null {
  if (!value) return null;
  const to = value.through.map((each) => addressOf(each)).findLast((address) => address !== null && /^google_compute_(network|subnetwork)$/.test(address.type));
  if (to?.type === 'google_compute_network') return nameOfNetwork(to.resource, to.data, plan);
  if (to) {
    const subnetwork = resourceAt(to.resource, plan);
    return subnetwork && !to.data ? networkKey(subnetwork.attributes.get('network') ?? null, plan) : null;
  }
  const text = plainText(value);
  if (text === null || text === '') return null;
  return `name:${text.split('/').at(-1)}`;
}

/** Two resources may make, and a literal may name, the same network: the name decides where it is known. */
function nameOfNetwork(address: string, data: boolean, plan: PlanView): string | null {
  const name = plainText(resourceAt(address, plan)?.attributes.get('name'));
  if (name !== null) return `name:${name}`;
  return data ? null : `resource:${address}`;
}

/** The network of a subnetwork, by reference or by the name of one that is declared. */
export function subnetworkKey(value: TerraformValue | null, plan: PlanView): string | null {
  if (value?.through.length !== 0) return networkKey(value, plan);
  const name = plainText(value)?.split('/').at(-1);
  const declared = plan.resources.find(({ data }) => data.type === 'google_compute_subnetwork' && plainText(data.attributes.get('name')) === name);
  return declared ? networkKey(declared.data.attributes.get('network') ?? null, plan) : null;
}

const resourceAt = (address: string, plan: PlanView): TerraformResource | undefined => plan.resources.find(({ data }) => withoutKey(data.address) === address)?.data;

/** A key to compare networks by; null where it cannot be told. */
export function connectorNetwork(connector: CloudConnector, plan: PlanView): string | null {
  if (connector.network) return networkKey(connector.network, plan);
  const resource = resourceAt(withoutKey(connector.address), plan);
  const subnet = resource?.blocks.find(({ type }) => type === 'subnet')?.attributes.get('name');
  if (!subnet) return null;
  const to = subnet.through.map((each) => addressOf(each)).find((address) => address?.type === 'google_compute_subnetwork');
  return to ? networkKey(resourceAt(to.resource, plan)?.attributes.get('network') ?? null, plan) : null;
}

/** Of an instance: what is not written is the network `default` for Memorystore for Redis. */
export function redisNetwork(redis: ManagedRedis, plan: PlanView): string | null {
  if (redis.network) return networkKey(redis.network, plan);
  return redis.type === 'google_redis_instance' && redis.mode === 'managed' && !redis.resource.attributes.has('authorized_network') ? 'name:default' : null;
}

/** Null where it cannot be told. */
export const sameNetwork = (one: string | null, other: string | null): boolean | null => {
  if (one === null || other === null) return null;
  if (one === other) return true;
  // A resource whose name is worked out elsewhere may be the one that the other side names.
  return one.startsWith('name:') === other.startsWith('name:') ? false : null;
};

/** A region as text: of a zone, its region. */
export function regionText(value: TerraformValue | null, zone: TerraformValue | null = null): string | null {
  const text = plainText(value);
  if (text !== null) return text;
  const place = plainText(zone);
  return place !== null && /-[a-z]$/.test(place) ? place.slice(0, -2) : null;
}
