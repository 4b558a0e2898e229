import type { DeclaredObject } from '../reading.ts';
import { evaluate, scopeOf, variableValue } from './evaluate.ts';
import { managedRedisOf } from './managed-redis.ts';
import { placeAt } from './modules.ts';
import type { Plan, PlannedResource } from './plan.ts';
import { given, ignoresChanges } from './resources.ts';
import { secretsOf, secretValues } from './secrets.ts';
import { awsServices } from './services/aws.ts';
import { azureServices } from './services/azure.ts';
import { dockerServices } from './services/docker.ts';
import { googleServices } from './services/google.ts';
import { helmServices } from './services/helm.ts';
import { kubernetesServices } from './services/kubernetes.ts';
import { concernsRedis, type SecretValue, type Service } from './services/service.ts';
import { type CloudService, declared, type TerraformObject } from './types.ts';
import { isNothing, type TerraformValue } from './values.ts';

/** Resources that say something of a Redis, of the way to it, or of its secrets. The others of a plan are nobody's here. */
const told =
  /redis|valkey|memorystore|elasticache|memorydb|keydb|database_cluster|secret|ssm_parameter|compute_(sub)?network$|vpc_access_connector|connection_policy|service_networking|cloud_run|cloudfunctions|ecs_(task|service)|lambda_function|apprunner|container_app|container_group|web_app|helm_release|^docker_|^kubernetes_(deployment|stateful_set|daemon_?set|job|cron_job|service|network_policy|config_map|pod)/;

export interface Found {
  objects: DeclaredObject[];
  services: Service[];
  secretValue: SecretValue;
}

/** Everything of a plan that is told, but for its programs. */
export function objectsOf(plan: Plan): Found {
  const region = (resource: PlannedResource) => plan.regionOf(resource);
  const redis = plan.resources.flatMap((resource) => managedRedisOf(resource, resource.place, region(resource)) ?? []);
  const secrets = secretsOf(plan);
  const secretValue = secretValues(plan, secrets);
  const services = [
    ...googleServices(plan.resources, region),
    ...awsServices(plan),
    ...azureServices(plan),
    ...dockerServices(plan),
    ...kubernetesServices(plan),
    ...helmServices(plan),
  ];
  const clouds = services.flatMap((service) => cloudService(service, secretValue) ?? []);
  const objects: DeclaredObject[] = [
    ...plan.resources.filter(({ type }) => told.test(type)).map(({ place, ...resource }) => declared('terraform-resource', resource.address, place, resource)),
    ...redis,
    ...connectorsOf(plan),
    ...secrets,
    ...clouds,
    ...namesOf(plan),
  ];
  return { objects, services, secretValue };
}

function connectorsOf(plan: Plan): TerraformObject<'cloud-connector'>[] {
  return plan.ofTypes('google_vpc_access_connector').map((resource) => {
    const { root, variant, address, place } = resource;
    return declared('cloud-connector', address, place, {
      root,
      variant,
      address,
      name: given(resource, 'name'),
      region: given(resource, 'region') ?? plan.regionOf(resource),
      network: given(resource, 'network'),
    });
  });
}

function cloudService({ resource, cloud, region, access, containers }: Service, secretValue: SecretValue): TerraformObject<'cloud-service'> | null {
  if (cloud === null) return null;
  const { root, variant, address, type, complete, place } = resource;
  const variables = containers.flatMap((container) => container.variables);
  const redis = variables.flatMap((each) => {
    const value: TerraformValue | null = each.secret ? secretValue(each.secret).value : each.value;
    const concerned = { variable: each.name, value: value ?? unknownAt(each.place), place: each.place };
    return concernsRedis({ name: each.name, value }) && !(value !== null && isNothing(value)) ? [concerned] : [];
  });
  if (redis.length === 0) return null;
  const names = new Set(redis.map(({ variable }) => variable));
  const secrets = variables.flatMap(({ name, secret, place: stands }) =>
    secret && names.has(name) ? [{ variable: name, secret: secret.id, version: secret.version, place: stands }] : [],
  );
  const others =
    access?.state === 'none' && ignoresChanges(resource, 'template.vpc_access', 'template.metadata.annotations', 'vpc_config', 'service_config.vpc_connector', 'vpc_connector');
  const data: CloudService = { root, variant, address, type, cloud, region, access: others ? { ...access, state: 'maybe' } : access, redis, secrets, complete };
  return declared('cloud-service', address, place, data);
}

const unknownAt = (place: TerraformValue['place']): TerraformValue => ({ is: 'unknown', place, through: [], origin: null });

/** Variables and outputs of all modules. */
function namesOf(plan: Plan): DeclaredObject[] {
  return plan.root.instances.flatMap((instance) => {
    const { module, prefix, root } = instance;
    const scope = { root: root.folder, variant: root.variant, folder: module.folder };
    const flag = (body: { attributes: { name: string; value: { kind: string; value?: unknown } }[] }) =>
      body.attributes.some(({ name, value }) => name === 'sensitive' && value.kind === 'literal' && value.value === true);
    const variables = [...module.variables].map(([name, { block, source }]) =>
      declared('terraform-variable', `${prefix}var.${name}`, placeAt(source, block.from), { ...scope, name, value: variableValue(name, instance), sensitive: flag(block.body) }),
    );
    const outputs = [...module.outputs].map(([name, { block, source, value }]) =>
      declared('terraform-output', `${prefix}output.${name}`, placeAt(source, block.from), {
        ...scope,
        name,
        value: value ? evaluate(value, scopeOf(instance, source)) : null,
        sensitive: flag(block.body),
      }),
    );
    return [...variables, ...outputs];
  });
}
