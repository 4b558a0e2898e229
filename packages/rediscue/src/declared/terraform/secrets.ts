import { ownEntry } from '../own-entry.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import { type Plan, type PlannedResource, resourceBehind } from './plan.ts';
import { given, ignoresChanges } from './resources.ts';
import { kubernetesValue } from './services/kubernetes.ts';
import type { SecretValue } from './services/service.ts';
import { type CloudSecret, declared, type SecretVersion, type TerraformObject } from './types.ts';
import { knownBoolean, plainText, type TerraformValue } from './values.ts';

/** Resources that are a secret, with the attributes that name them in their store. */
const stores: Readonly<Record<string, readonly string[]>> = {
  google_secret_manager_secret: ['secret_id'],
  google_secret_manager_regional_secret: ['secret_id'],
  aws_secretsmanager_secret: ['name'],
  aws_ssm_parameter: ['name'],
  azurerm_key_vault_secret: ['name'],
};

/** Resources that give a secret its value, with the attributes that hold the secret and the value. */
const values: Readonly<Record<string, { secret: string | null; value: readonly string[] }>> = {
  google_secret_manager_secret_version: { secret: 'secret', value: ['secret_data', 'secret_data_wo'] },
  google_secret_manager_regional_secret_version: { secret: 'secret', value: ['secret_data'] },
  aws_secretsmanager_secret_version: { secret: 'secret_id', value: ['secret_string', 'secret_string_wo'] },
  aws_ssm_parameter: { secret: null, value: ['value', 'value_wo', 'insecure_value'] },
  azurerm_key_vault_secret: { secret: null, value: ['value', 'value_wo'] },
};

/** The secrets of a plan, with their versions. */
export function secretsOf(plan: Plan): TerraformObject<'cloud-secret'>[] {
  const versions = plan.resources.filter(({ type, mode }) => mode === 'managed' && ownEntry(values, type));
  return plan.resources
    .filter(({ type }) => ownEntry(stores, type))
    .map((resource) => {
      const { root, variant, type, mode, address, place } = resource;
      const own = versions.filter((version) => belongs(version, resource, plan)).map((version) => versionOf(version));
      const data: CloudSecret = { root, variant, type, mode, address, id: given(resource, ...(ownEntry(stores, type) ?? [])), versions: own };
      return declared('cloud-secret', address, place, data);
    });
}

function belongs(version: PlannedResource, secret: PlannedResource, plan: Plan): boolean {
  const by = ownEntry(values, version.type)?.secret ?? null;
  if (by === null) return version === secret;
  const id = given(version, by);
  if (!id || !version.type.startsWith(secret.type)) return false;
  const name = given(secret, ...(ownEntry(stores, secret.type) ?? []));
  return resourceBehind(id, plan) === secret || (plainText(id) !== null && plainText(id) === plainText(name));
}

function versionOf(resource: PlannedResource): SecretVersion {
  const value = given(resource, ...(ownEntry(values, resource.type)?.value ?? []));
  const text = plainText(value);
  return {
    address: resource.address,
    shape: text === null ? null : shapeOfSecret(text, null),
    stray: text === null || text === text.trim() || text.trim() === '' ? null : /^[\r\n]|[\r\n]$/.test(text) ? 'newline' : 'space',
    enabled: resource.attributes.has('enabled') ? knownBoolean(given(resource, 'enabled')) : true,
    // The value is filled in by others later: what the file says is its first version only.
    ignored: ignoresChanges(resource, ...(ownEntry(values, resource.type)?.value ?? [])),
    value,
    place: value?.place ?? resource.place,
  };
}

/** Looks values of secrets up in the plan itself. */
export function secretValues(plan: Plan, secrets: readonly TerraformObject<'cloud-secret'>[]): SecretValue {
  return (secret) => {
    const inCluster = kubernetesValue(secret, plan);
    if (inCluster) return inCluster;
    const found = secretBehind(secret.id, secrets);
    const version = found?.data.versions.findLast(({ enabled }) => enabled !== false);
    return { value: version && !version.ignored ? version.value : null, place: version?.place ?? found?.place ?? null };
  };
}

/** The declared secret that a service names: by reference, by its name or its path in the store. */
export function secretBehind(id: TerraformValue, secrets: readonly TerraformObject<'cloud-secret'>[]): TerraformObject<'cloud-secret'> | undefined {
  const name = plainText(id);
  return secrets.find(
    ({ data }) =>
      id.through.some((to) => to === data.address || to.startsWith(`${data.address}.`) || data.versions.some((version) => to.startsWith(`${version.address}.`))) ||
      (name !== null && plainText(data.id) !== null && lastPart(name) === plainText(data.id)),
  );
}

/** `projects/p/secrets/redis-url/versions/3` names the secret `redis-url`. */
const lastPart = (name: string): string => /\/secrets\/([^/]+)/.exec(name)?.[1] ?? name;
