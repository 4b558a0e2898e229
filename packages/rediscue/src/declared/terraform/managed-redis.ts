import { ownEntry } from '../own-entry.ts';
import { blocksNamed, given } from './resources.ts';
import { declared, type ManagedRedis, type TerraformObject, type TerraformResource } from './types.ts';
import { knownBoolean, plainText, type TerraformValue } from './values.ts';

type About = Omit<ManagedRedis, 'root' | 'variant' | 'address' | 'type' | 'mode' | 'resource'>;
type Read = (resource: TerraformResource) => About | null;

const says = (value: TerraformValue | null, ...texts: string[]): boolean | null => {
  const text = plainText(value);
  return text === null ? null : texts.includes(text);
};

/** A switch that is off where it is not written. */
const on = (resource: TerraformResource, name: string): boolean | null =>
  resource.attributes.has(name) ? knownBoolean(given(resource, name)) : resource.mode === 'data' ? null : false;

const mode = (resource: TerraformResource, name: string, ...texts: string[]): boolean | null =>
  given(resource, name) ? says(given(resource, name), ...texts) : resource.mode === 'data' ? null : false;

const readers: Readonly<Record<string, Read>> = {
  google_redis_instance: (at) => ({
    cloud: 'google',
    region: given(at, 'region'),
    zone: given(at, 'location_id'),
    network: given(at, 'authorized_network'),
    tls: mode(at, 'transit_encryption_mode', 'SERVER_AUTHENTICATION'),
    auth: on(at, 'auth_enabled'),
    tier: given(at, 'tier'),
    size: given(at, 'memory_size_gb'),
    version: given(at, 'redis_version'),
  }),
  google_redis_cluster: (at) => ({
    cloud: 'google',
    region: given(at, 'region'),
    zone: null,
    network: firstOf(at, ['psc_configs'], 'network'),
    tls: mode(at, 'transit_encryption_mode', 'TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION'),
    auth: mode(at, 'authorization_mode', 'AUTH_MODE_IAM_AUTH'),
    tier: null,
    size: given(at, 'node_type', 'shard_count'),
    version: null,
  }),
  google_memorystore_instance: (at) => ({
    cloud: 'google',
    region: given(at, 'location'),
    zone: null,
    network: firstOf(at, ['desired_psc_auto_connections', 'desired_auto_created_endpoints'], 'network'),
    tls: mode(at, 'transit_encryption_mode', 'SERVER_AUTHENTICATION'),
    auth: mode(at, 'authorization_mode', 'IAM_AUTH'),
    tier: null,
    size: given(at, 'node_type', 'shard_count'),
    version: given(at, 'engine_version'),
  }),
  aws_elasticache_cluster: (at) =>
    plainText(given(at, 'engine')) === 'memcached'
      ? null
      : {
          cloud: 'aws',
          region: given(at, 'region'),
          zone: given(at, 'availability_zone'),
          network: given(at, 'subnet_group_name'),
          tls: on(at, 'transit_encryption_enabled'),
          auth: false,
          tier: null,
          size: given(at, 'node_type'),
          version: given(at, 'engine_version'),
        },
  aws_elasticache_replication_group: (at) => ({
    cloud: 'aws',
    region: given(at, 'region'),
    zone: null,
    network: given(at, 'subnet_group_name'),
    tls: on(at, 'transit_encryption_enabled'),
    auth: given(at, 'auth_token', 'user_group_ids') ? true : at.mode === 'data' ? null : false,
    tier: null,
    size: given(at, 'node_type'),
    version: given(at, 'engine_version'),
  }),
  aws_elasticache_serverless_cache: (at) =>
    plainText(given(at, 'engine')) === 'memcached'
      ? null
      : {
          cloud: 'aws',
          region: given(at, 'region'),
          zone: null,
          network: given(at, 'subnet_ids'),
          tls: true,
          auth: given(at, 'user_group_id') ? true : at.mode === 'data' ? null : false,
          tier: null,
          size: null,
          version: given(at, 'major_engine_version'),
        },
  aws_memorydb_cluster: (at) => ({
    cloud: 'aws',
    region: given(at, 'region'),
    zone: null,
    network: given(at, 'subnet_group_name'),
    tls: given(at, 'tls_enabled') ? knownBoolean(given(at, 'tls_enabled')) : true,
    auth: plainText(given(at, 'acl_name')) === 'open-access' ? false : given(at, 'acl_name') ? true : null,
    tier: null,
    size: given(at, 'node_type'),
    version: given(at, 'engine_version'),
  }),
  azurerm_redis_cache: (at) => ({
    cloud: 'azure',
    region: given(at, 'location'),
    zone: given(at, 'zones'),
    network: given(at, 'subnet_id'),
    // The TLS port is always open; whether the plain one is beside it says another attribute.
    tls: true,
    auth: true,
    tier: given(at, 'sku_name'),
    size: given(at, 'capacity'),
    version: given(at, 'redis_version'),
  }),
  azurerm_managed_redis: (at) => {
    const [database] = blocksNamed(at, 'default_database');
    const protocol = database ? given(database, 'client_protocol') : null;
    return {
      cloud: 'azure',
      region: given(at, 'location'),
      zone: null,
      network: null,
      tls: protocol ? says(protocol, 'Encrypted') : true,
      auth: true,
      tier: given(at, 'sku_name'),
      size: given(at, 'sku_name'),
      version: null,
    };
  },
  upstash_redis_database: (at) => ({
    cloud: 'upstash',
    region: plainText(given(at, 'region')) === 'global' ? (given(at, 'primary_region') ?? given(at, 'region')) : given(at, 'region'),
    zone: null,
    network: null,
    tls: given(at, 'tls') ? knownBoolean(given(at, 'tls')) : null,
    auth: true,
    tier: null,
    size: null,
    version: null,
  }),
  digitalocean_database_cluster: (at) =>
    says(given(at, 'engine'), 'redis', 'valkey') !== true
      ? null
      : {
          cloud: 'digitalocean',
          region: given(at, 'region'),
          zone: null,
          network: given(at, 'private_network_uuid'),
          tls: true,
          auth: true,
          tier: given(at, 'size'),
          size: given(at, 'size'),
          version: given(at, 'version'),
        },
};

function firstOf(resource: TerraformResource, blocks: readonly string[], attribute: string): TerraformValue | null {
  for (const type of blocks) for (const block of blocksNamed(resource, type)) if (given(block, attribute)) return given(block, attribute);
  return null;
}

/** Types of resources that are a Redis, or may be one. */
export const managedRedisTypes: ReadonlySet<string> = new Set(Object.keys(readers));

/** What a managed Redis says of itself; null for any other resource, and for the same kinds with another engine. */
export function managedRedisOf(resource: TerraformResource, place: TerraformObject['place'], region: TerraformValue | null): TerraformObject<'managed-redis'> | null {
  const about = ownEntry(readers, resource.type)?.(resource);
  if (!about) return null;
  const { root, variant, address, type } = resource;
  return declared('managed-redis', address, place, { root, variant, address, type, mode: resource.mode, ...about, region: about.region ?? region, resource });
}
