import type { Place } from '../../facts/index.ts';
import { evaluate, scopeOf } from './evaluate.ts';
import type { Root } from './instances.ts';
import { placeAt } from './modules.ts';
import { resourcesOf } from './resources.ts';
import type { TerraformResource } from './types.ts';
import { addressOf, type TerraformValue } from './values.ts';

/** All resources of a plan, worked out. */
export interface Plan {
  root: Root;
  resources: PlannedResource[];
  /** By address without the key of a copy. */
  at(address: string): PlannedResource | undefined;
  ofTypes(...types: readonly string[]): PlannedResource[];
  /** Region of the provider that a resource is made with. */
  regionOf(resource: TerraformResource): TerraformValue | null;
}

export interface PlannedResource extends TerraformResource {
  place: Place;
}

const maxResources = 3000;

export function planOf(root: Root): Plan {
  const resources: PlannedResource[] = [];
  for (const instance of root.instances)
    for (const declared of instance.module.resources) {
      if (resources.length >= maxResources) break;
      const place = placeAt(declared.source, declared.block.from);
      for (const resource of resourcesOf(declared, instance)) resources.push({ ...resource, place });
    }
  const byAddress = new Map(resources.toReversed().map((resource) => [resource.address.replace(/\["[^"]*"\]$/, ''), resource]));
  const regions = providerRegions(root);
  return {
    root,
    resources,
    at: (address) => byAddress.get(address),
    ofTypes: (...types) => resources.filter(({ type }) => types.includes(type)),
    regionOf: ({ type, provider }) => {
      const [family = ''] = type.split('_');
      // The beta provider of Google makes the same resources.
      return regions.get(provider ?? family) ?? (provider === null && family === 'google' ? regions.get('google-beta') : undefined) ?? null;
    },
  };
}

/** `aws`, `aws.west` → region. Modules take the root's, unless they are given others, which is not followed. */
function providerRegions(root: Root): Map<string, TerraformValue> {
  const regions = new Map<string, TerraformValue>();
  const [top] = root.instances;
  if (!top) return regions;
  for (const { name, block, source } of top.module.providers) {
    const attribute = (key: string) => block.body.attributes.find((each) => each.name === key)?.value;
    const alias = attribute('alias');
    const region = attribute('region');
    const key = alias?.kind === 'literal' ? `${name}.${alias.value}` : name;
    if (region) regions.set(key, evaluate(region, scopeOf(top, source)));
  }
  return regions;
}

/** The resource of this plan that a value leads to, by its last reference. */
export function resourceBehind(value: TerraformValue | null, plan: Plan): PlannedResource | undefined {
  for (const to of value?.through ?? []) {
    const found = plan.at(addressOf(to)?.resource ?? '');
    if (found) return found;
  }
  return undefined;
}
