import { jsonOf } from '../json-text.ts';
import type { Plan, PlannedResource } from '../plan.ts';
import { blocksAt, blocksNamed, given, isOpen } from '../resources.ts';
import { plainText, type TerraformValue } from '../values.ts';
import { pairsOf } from './google.ts';
import { type Container, type Given, type Service, wordsOf } from './service.ts';

/** ECS tasks, Lambda functions, App Runner. */
export function awsServices(plan: Plan): Service[] {
  return plan.resources.flatMap((resource): Service[] => {
    if (resource.mode !== 'managed') return [];
    const base = { resource, cloud: 'aws' as const, region: given(resource, 'region') ?? plan.regionOf(resource) };
    if (resource.type === 'aws_ecs_task_definition') return [{ ...base, containers: tasks(resource), access: null }];
    if (resource.type === 'aws_lambda_function') return [{ ...base, containers: [lambda(resource)], access: lambdaAccess(resource) }];
    if (resource.type === 'aws_apprunner_service') return [{ ...base, containers: appRunner(resource), access: null }];
    return [];
  });
}

function tasks(resource: PlannedResource): Container[] {
  const definitions = given(resource, 'container_definitions');
  const containers = definitions ? jsonOf(definitions) : null;
  return itemsOf(containers).flatMap((item, index, all): Container[] => {
    if (item.is !== 'object') return [];
    const at = (key: string) => item.entries.get(key) ?? null;
    const name = plainText(at('name'));
    return [
      {
        name: all.length > 1 ? (name ?? String(index)) : null,
        variables: [...itemsOf(at('environment')).flatMap(environment), ...itemsOf(at('secrets')).flatMap(secret)],
        image: at('image'),
        command: wordsOf(at('entryPoint')) ? at('entryPoint') : at('command'),
        ports: itemsOf(at('portMappings')).flatMap((port) => {
          const inside = port.is === 'object' ? Number(plainText(port.entries.get('containerPort'))) : 0;
          return Number.isInteger(inside) && inside > 0 ? [{ inside, outside: null, address: null, place: port.place }] : [];
        }),
        memoryMiB: at('memory'),
        user: at('user'),
        // The containers of one task share an address; other tasks reach it through a load balancer or a registry.
        reachedAs: [],
      },
    ];
  });
}

const itemsOf = (value: TerraformValue | null): readonly TerraformValue[] => (value?.is === 'list' ? value.items : []);

function environment(entry: TerraformValue): Given[] {
  if (entry.is !== 'object') return [];
  const name = plainText(entry.entries.get('name'));
  const value = entry.entries.get('value') ?? null;
  return name === null ? [] : [{ name, value, secret: null, place: value?.place ?? entry.place }];
}

function secret(entry: TerraformValue): Given[] {
  if (entry.is !== 'object') return [];
  const name = plainText(entry.entries.get('name'));
  const id = entry.entries.get('valueFrom');
  return name === null || !id ? [] : [{ name, value: null, secret: { id, version: null, kind: 'secret' }, place: id.place }];
}

function lambda(resource: PlannedResource): Container {
  return { name: null, variables: blocksNamed(resource, 'environment').flatMap((block) => pairsOf(given(block, 'variables'))), image: given(resource, 'image_uri'), command: null };
}

function lambdaAccess(resource: PlannedResource): Service['access'] {
  const { place } = resource;
  const nothing = { connector: null, network: null, subnetwork: null, egress: null, place };
  if (isOpen(resource, 'vpc_config')) return { ...nothing, state: 'maybe' };
  const [config] = blocksNamed(resource, 'vpc_config');
  if (!config) return { ...nothing, state: 'none' };
  const subnets = given(config, 'subnet_ids');
  if (subnets?.is === 'list' && subnets.items.length === 0) return { ...nothing, state: 'none', place: config.place };
  return { ...nothing, state: subnets ? 'direct' : 'maybe', subnetwork: subnets, place: config.place };
}

function appRunner(resource: PlannedResource): Container[] {
  return blocksAt(resource, 'source_configuration', 'image_repository').map((repository) => ({
    name: null,
    variables: blocksNamed(repository, 'image_configuration').flatMap((block) => [
      ...pairsOf(given(block, 'runtime_environment_variables')),
      ...pairsOf(given(block, 'runtime_environment_secrets')).flatMap(({ name, value, place }): Given[] =>
        value ? [{ name, value: null, secret: { id: value, version: null, kind: 'secret' }, place }] : [],
      ),
    ]),
    image: given(repository, 'image_identifier'),
    command: null,
  }));
}
