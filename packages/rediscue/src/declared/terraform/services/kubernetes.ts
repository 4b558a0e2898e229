import type { Plan, PlannedResource } from '../plan.ts';
import { resourceBehind } from '../plan.ts';
import { blocksAt, blocksNamed, given } from '../resources.ts';
import type { TerraformBlock } from '../types.ts';
import { plainText, type TerraformValue } from '../values.ts';
import type { Container, Given, SecretValue, Service } from './service.ts';

const workload = /^kubernetes_(deployment|stateful_set|daemonset|daemon_set|job|cron_job|pod|replication_controller)(_v1|_v1beta1)?$/;

/** Workloads of the Kubernetes provider. */
export function kubernetesServices(plan: Plan): Service[] {
  return plan.resources
    .filter(({ type, mode }) => mode === 'managed' && workload.test(type))
    .map((resource) => ({ resource, cloud: null, region: null, access: null, containers: containersOf(resource, plan) }));
}

function containersOf(resource: PlannedResource, plan: Plan): Container[] {
  const inner = resource.type.includes('cron_job') ? ['spec', 'job_template', 'spec', 'template'] : /_pod(_|$)/.test(resource.type) ? [] : ['spec', 'template'];
  const templates = inner.length === 0 ? [resource] : blocksAt(resource, ...inner);
  const labels = templates.flatMap((template) => blocksNamed(template, 'metadata')).map((metadata) => given(metadata, 'labels'))[0] ?? null;
  const [outer] = blocksNamed(resource, 'spec');
  const specs = templates.flatMap((template) => blocksNamed(template, 'spec'));
  return specs.flatMap((spec) => {
    const containers = blocksNamed(spec, 'container');
    return containers.map(
      (container): Container => ({
        name: containers.length > 1 ? plainText(given(container, 'name')) : null,
        runs: 'pod',
        variables: [...blocksNamed(container, 'env').flatMap(variableOf), ...blocksNamed(container, 'env_from').flatMap((from) => whole(from, plan))],
        image: given(container, 'image'),
        command: given(container, 'command', 'args'),
        ports: blocksNamed(container, 'port').flatMap(({ attributes, place }) => {
          const inside = Number(plainText(attributes.get('container_port')));
          return Number.isInteger(inside) && inside > 0 ? [{ inside, outside: null, address: null, place }] : [];
        }),
        hostNetwork: plainText(given(spec, 'host_network')) === 'true',
        replicas: outer ? given(outer, 'replicas') : null,
        reachedAs: servicesOf(labels, plan),
      }),
    );
  });
}

function variableOf(env: TerraformBlock): Given[] {
  const name = plainText(given(env, 'name'));
  if (name === null || env.maybe) return [];
  const value = given(env, 'value');
  for (const [block, kind] of [
    ['secret_key_ref', 'Secret'],
    ['config_map_key_ref', 'ConfigMap'],
  ] as const) {
    // biome-ignore format: pairs to read
    const [ref] = blocksAt(env, 'value_from', block);
    const id = ref ? given(ref, 'name') : null;
    if (ref && id) return [{ name, value: null, secret: { id, version: given(ref, 'key'), kind }, place: id.place }];
  }
  return value ? [{ name, value, secret: null, place: value.place }] : [];
}

/** `env_from`: all entries of a Secret or ConfigMap of the plan. */
function whole(from: TerraformBlock, plan: Plan): Given[] {
  return (['secret_ref', 'config_map_ref'] as const).flatMap((block) =>
    blocksNamed(from, block).flatMap((ref): Given[] => {
      const id = given(ref, 'name');
      const source = id ? entriesOf(id, block === 'secret_ref' ? 'secret' : 'config_map', plan) : null;
      const prefix = plainText(given(from, 'prefix')) ?? '';
      const kind = block === 'secret_ref' ? 'Secret' : 'ConfigMap';
      if (!id || source?.data.is !== 'object') return [];
      return [...source.data.entries].map(([key, { place }]) => ({
        name: `${prefix}${key}`,
        value: null,
        secret: { id, version: { ...id, is: 'known', value: key }, kind },
        place,
      }));
    }),
  );
}

/** Data of a Secret or ConfigMap by the name that a pod uses. */
function entriesOf(id: TerraformValue, kind: 'secret' | 'config_map', plan: Plan): { data: TerraformValue; resource: PlannedResource } | null {
  const types = [`kubernetes_${kind}`, `kubernetes_${kind}_v1`];
  const name = plainText(id);
  const found = [resourceBehind(id, plan), ...plan.ofTypes(...types)].find(
    (resource) =>
      resource &&
      types.includes(resource.type) &&
      (resource === resourceBehind(id, plan) || (name !== null && plainText(given(blocksNamed(resource, 'metadata')[0] ?? { attributes: new Map() }, 'name')) === name)),
  );
  const data = found ? given(found, 'data') : null;
  return found && data ? { data, resource: found } : null;
}

/** Values that pods read from Secrets and ConfigMaps of the plan. */
export function kubernetesValue(secret: Parameters<SecretValue>[0], plan: Plan): ReturnType<SecretValue> | null {
  if (secret.kind !== 'Secret' && secret.kind !== 'ConfigMap') return null;
  const source = entriesOf(secret.id, secret.kind === 'Secret' ? 'secret' : 'config_map', plan);
  const key = plainText(secret.version);
  const value = source?.data.is === 'object' && key !== null ? (source.data.entries.get(key) ?? null) : null;
  return { value, place: value?.place ?? source?.resource.place ?? null };
}

/** Names of the Services that choose pods with these labels. */
function servicesOf(labels: TerraformValue | null, plan: Plan): string[] {
  if (labels?.is !== 'object') return [];
  return plan.ofTypes('kubernetes_service', 'kubernetes_service_v1').flatMap((service) => {
    const selector = blocksNamed(service, 'spec').map((spec) => given(spec, 'selector'))[0];
    const name = plainText(given(blocksNamed(service, 'metadata')[0] ?? { attributes: new Map() }, 'name'));
    if (name === null || selector?.is !== 'object' || selector.entries.size === 0) return [];
    return [...selector.entries].every(([key, value]) => plainText(value) !== null && plainText(value) === plainText(labels.entries.get(key))) ? [name] : [];
  });
}
