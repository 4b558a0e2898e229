import type { Place } from '../../../facts/index.ts';
import type { Mount, Placed, Port, Program, Variable } from '../../reading.ts';
import { managedRedisTypes } from '../managed-redis.ts';
import type { Plan, PlannedResource } from '../plan.ts';
import type { NetworkAccess } from '../types.ts';
import { addressOf, knownNumber, plainText, type TerraformValue } from '../values.ts';

/** A variable that a container is given. */
export interface Given {
  name: string;
  value: TerraformValue | null;
  /** The secret of a store, or the entry of a Secret or ConfigMap, that it is read from. */
  secret: { id: TerraformValue; version: TerraformValue | null; kind: string } | null;
  place: Place;
}

/** A container that a resource runs. Parts that its kind has not stay away. */
export interface Container {
  /** Behind the resource's name where it runs several. */
  name: string | null;
  variables: Given[];
  image: TerraformValue | null;
  command: TerraformValue | null;
  ports?: Port[];
  mounts?: Mount[];
  networks?: Program['networks'];
  hostNetwork?: boolean;
  reachedAs?: string[];
  runs?: Program['runs'];
  restart?: TerraformValue | null;
  memoryMiB?: TerraformValue | null;
  user?: TerraformValue | null;
  healthCheck?: Program['healthCheck'];
  replicas?: TerraformValue | null;
}

/** A resource with containers. */
export interface Service {
  resource: PlannedResource;
  cloud: 'google' | 'aws' | 'azure' | null;
  containers: Container[];
  region: TerraformValue | null;
  access: NetworkAccess | null;
}

/** Secrets by where a variable says it is read: their value where the plan knows it. */
export type SecretValue = (secret: NonNullable<Given['secret']>) => { value: TerraformValue | null; place: Place | null };

/** The variable says something of a Redis: by its name, its scheme, or the managed one that it leads to. */
export function concernsRedis({ name, value }: Pick<Given, 'name' | 'value'>): boolean {
  if (/redis|valkey/i.test(name)) return true;
  const text = plainText(value) ?? (value?.is === 'text' && typeof value.parts[0] === 'string' ? value.parts[0] : '');
  return (
    /^(redis|valkey)s?:\/\//i.test(text) ||
    (value?.through ?? []).some((to) => managedRedisTypes.has(addressOf(to)?.type ?? '') && addressOf(to)?.type !== 'digitalocean_database_cluster')
  );
}

export function programOf(service: Service, container: Container, plan: Plan, secretValue: SecretValue): Program {
  const { resource } = service;
  const { place } = resource;
  const image = plainText(container.image);
  const command = wordsOf(container.command);
  const restart = plainText(container.restart);
  const memory = knownNumber(container.memoryMiB);
  const user = plainText(container.user);
  return {
    name: container.name === null ? resource.address : `${resource.address}/${container.name}`,
    format: 'terraform',
    place,
    group: plan.root.folder,
    runs: container.runs ?? 'container',
    variant: plan.root.variant,
    image: image === null || !container.image ? null : { value: image, place: container.image.place },
    folder: null,
    dockerfile: null,
    command: command && container.command ? { value: command, place: container.command.place } : null,
    layers: [{ label: `environment of ${resource.address}`, variables: container.variables.flatMap((given) => variableOf(given, plan, secretValue)) }],
    ports: container.ports ?? [],
    networks: container.networks ?? [],
    hostNetwork: container.hostNetwork ?? false,
    mounts: container.mounts ?? [],
    healthCheck: container.healthCheck ?? null,
    restart: placed(restart, container.restart),
    memoryLimitBytes: placed(memory === null ? null : memory * 1024 * 1024, container.memoryMiB),
    user: placed(user, container.user),
    replicas: knownNumber(container.replicas),
    dependsOn: [],
    reachedAs: container.reachedAs ?? [],
  };
}

const placed = <T>(value: T | null, from: TerraformValue | null | undefined): Placed<T> | null => (value === null || !from ? null : { value, place: from.place });

export function wordsOf(value: TerraformValue | null): string[] | null {
  if (value?.is === 'known' && typeof value.value === 'string') return value.value.split(/\s+/).filter((word) => word !== '');
  if (value?.is !== 'list' || value.items.length === 0) return null;
  const words = value.items.map(plainText);
  return words.every((word) => word !== null) ? words : null;
}

function variableOf(given: Given, plan: Plan, secretValue: SecretValue): Variable[] {
  const { name, place, secret } = given;
  if (secret) {
    const { value, place: stands } = secretValue(secret);
    return [{ name, value: plainText(value), place, from: { what: `${secret.kind} ${shown(secret.id)}`, place: stands ?? secret.id.origin?.place ?? null } }];
  }
  const { value } = given;
  if (value?.is === 'known' && value.value === null) return [];
  const from = sourceOf(value, plan);
  return [{ name, value: plainText(value), place, ...(from ? { from } : {}) }];
}

/** Where a value comes from that does not stand at its place. */
function sourceOf(value: TerraformValue | null, plan: Plan): Variable['from'] | null {
  if (plainText(value) !== null) return value?.origin ? { what: value.origin.what, place: value.origin.place } : null;
  const [to] = value?.through ?? [];
  if (to === undefined) return null;
  return { what: to, place: plan.at(addressOf(to)?.resource ?? '')?.place ?? null };
}

/** An identifier of a secret as reports show it: its name, never its value. */
const shown = (id: TerraformValue): string => (id.is === 'reference' ? id.to : (plainText(id) ?? id.through[0] ?? 'of another file'));
