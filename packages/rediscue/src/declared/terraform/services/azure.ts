import type { Plan, PlannedResource } from '../plan.ts';
import { blocksAt, blocksNamed, given } from '../resources.ts';
import { plainText } from '../values.ts';
import { pairsOf } from './google.ts';
import type { Container, Given, Service } from './service.ts';

const webApps = ['azurerm_linux_web_app', 'azurerm_windows_web_app', 'azurerm_linux_function_app', 'azurerm_windows_function_app', 'azurerm_app_service'];

/** Container Apps, container groups and web apps. */
export function azureServices(plan: Plan): Service[] {
  return plan.resources.flatMap((resource): Service[] => {
    if (resource.mode !== 'managed') return [];
    const containers = containersOf(resource);
    return containers ? [{ resource, cloud: 'azure', containers, region: given(resource, 'location'), access: null }] : [];
  });
}

function containersOf(resource: PlannedResource): Container[] | null {
  if (resource.type === 'azurerm_container_app' || resource.type === 'azurerm_container_app_job')
    return blocksAt(resource, 'template', 'container').map((block, _, all) => containerApp(resource, block, all.length > 1));
  if (resource.type === 'azurerm_container_group') {
    return blocksNamed(resource, 'container').map((block, _, all) => ({
      name: all.length > 1 ? plainText(given(block, 'name')) : null,
      variables: [...pairsOf(given(block, 'environment_variables')), ...pairsOf(given(block, 'secure_environment_variables'))],
      image: given(block, 'image'),
      command: given(block, 'commands'),
    }));
  }
  if (webApps.includes(resource.type)) return [{ name: null, variables: pairsOf(given(resource, 'app_settings')), image: null, command: null }];
  return null;
}

function containerApp(resource: PlannedResource, block: ReturnType<typeof blocksNamed>[number], several: boolean): Container {
  const secrets = new Map(blocksNamed(resource, 'secret').map((secret) => [plainText(given(secret, 'name')), given(secret, 'value')]));
  return {
    name: several ? plainText(given(block, 'name')) : null,
    variables: blocksNamed(block, 'env').flatMap((env): Given[] => {
      const name = plainText(given(env, 'name'));
      if (name === null || env.maybe) return [];
      const reference = given(env, 'secret_name');
      // The secret stands in the same resource.
      const value = reference ? (secrets.get(plainText(reference)) ?? null) : given(env, 'value');
      if (reference && !value) return [{ name, value: null, secret: { id: reference, version: null, kind: 'secret' }, place: reference.place }];
      return value ? [{ name, value, secret: null, place: value.place }] : [];
    }),
    image: given(block, 'image'),
    command: given(block, 'command'),
  };
}
