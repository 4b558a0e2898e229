/** What a provider lets one write in a resource: facts of its published schema. */
export interface AttributeTable {
  /** Newest version that was looked at, and when that came out. */
  upTo: string;
  asOf: string;
  settable: string;
  /** Nested blocks with what they hold. */
  blocks: Readonly<Record<string, string>>;
  /** Only to be read: writing them is refused. */
  readOnly: string;
  /** Taken away with a major version. */
  gone?: Readonly<Record<string, { with: number; instead: string }>>;
}

/** Some names are newer than that: documented since, and allowed here already. */
const google = { upTo: '6.50.0', asOf: '2025-09-20' };
const aws = { upTo: '6.47.0', asOf: '2026-05-28' };
const azure = { upTo: '4.79.0', asOf: '2026-06-26' };

const maintenance = 'description weekly_maintenance_window create_time update_time';
const logs = 'destination destination_type log_format log_type';

/** By resource type. Terraform's own arguments (`count`, `lifecycle`, …) are allowed everywhere. */
export const attributeTables: Readonly<Record<string, AttributeTable>> = {
  google_redis_instance: {
    ...google,
    settable:
      'alternative_location_id auth_enabled authorized_network connect_mode customer_managed_key deletion_policy deletion_protection display_name labels location_id maintenance_version memory_size_gb name project read_replicas_mode redis_configs redis_version region replica_count reserved_ip_range secondary_ip_range tags tier transit_encryption_mode',
    blocks: {
      maintenance_policy: maintenance,
      maintenance_schedule: '',
      persistence_config: 'persistence_mode rdb_snapshot_period rdb_snapshot_start_time rdb_next_snapshot_time',
    },
    readOnly:
      'auth_string create_time current_location_id effective_labels effective_reserved_ip_range host nodes persistence_iam_identity port read_endpoint read_endpoint_port server_ca_certs terraform_labels',
  },
  google_redis_cluster: {
    ...google,
    settable:
      'acl_policy allow_fewer_zones_deployment authorization_mode deletion_policy deletion_protection_enabled kms_key labels maintenance_version name node_type project redis_configs region replica_count server_ca_mode server_ca_pool shard_count transit_encryption_mode',
    blocks: {
      automated_backup_config: 'fixed_frequency_schedule retention',
      cross_cluster_replication_config: 'cluster_role primary_cluster secondary_clusters membership update_time',
      gcs_source: 'uris',
      maintenance_policy: maintenance,
      managed_backup_source: 'backup',
      persistence_config: 'mode aof_config rdb_config',
      psc_configs: 'network',
      zone_distribution_config: 'mode zone',
    },
    readOnly:
      'backup_collection create_time discovery_endpoints maintenance_schedule managed_server_ca precise_size_gb psc_connections psc_service_attachments size_gb state state_info uid',
  },
  google_memorystore_instance: {
    ...google,
    settable:
      'acl_policy allow_fewer_zones_deployment authorization_mode deletion_policy deletion_protection_enabled engine_configs engine_version instance_id kms_key labels location maintenance_version mode node_type project replica_count server_ca_mode server_ca_pool shard_count transit_encryption_mode',
    blocks: {
      automated_backup_config: 'fixed_frequency_schedule retention',
      cross_instance_replication_config: 'instance_role primary_instance secondary_instances membership update_time',
      desired_auto_created_endpoints: 'network project_id',
      desired_psc_auto_connections: 'network project_id',
      gcs_source: 'uris',
      maintenance_policy: maintenance,
      managed_backup_source: 'backup',
      persistence_config: 'mode aof_config rdb_config',
      zone_distribution_config: 'mode zone',
    },
    readOnly:
      'backup_collection create_time discovery_endpoints effective_labels endpoints maintenance_schedule managed_server_ca name node_config psc_attachment_details psc_auto_connections state state_info terraform_labels uid update_time',
  },
  aws_elasticache_cluster: {
    ...aws,
    settable:
      'apply_immediately auto_minor_version_upgrade availability_zone az_mode cluster_id engine engine_version final_snapshot_identifier ip_discovery maintenance_window network_type node_type notification_topic_arn num_cache_nodes outpost_mode parameter_group_name port preferred_availability_zones preferred_outpost_arn region replication_group_id security_group_ids snapshot_arns snapshot_name snapshot_retention_limit snapshot_window subnet_group_name tags tags_all transit_encryption_enabled',
    blocks: { log_delivery_configuration: logs },
    readOnly: 'arn cache_nodes cluster_address configuration_endpoint engine_version_actual',
    gone: { security_group_names: { with: 5, instead: 'security_group_ids' } },
  },
  aws_elasticache_replication_group: {
    ...aws,
    settable:
      'apply_immediately at_rest_encryption_enabled auth_token auth_token_update_strategy auth_token_wo auth_token_wo_version auto_minor_version_upgrade automatic_failover_enabled cluster_mode data_tiering_enabled description engine engine_version final_snapshot_identifier global_replication_group_id ip_discovery kms_key_id maintenance_window multi_az_enabled network_type node_type notification_topic_arn num_cache_clusters num_node_groups parameter_group_name port preferred_cache_cluster_azs region replicas_per_node_group replication_group_id security_group_ids security_group_names snapshot_arns snapshot_name snapshot_retention_limit snapshot_window subnet_group_name tags tags_all transit_encryption_enabled transit_encryption_mode user_group_ids',
    blocks: {
      cluster_mode: 'num_node_groups replicas_per_node_group',
      log_delivery_configuration: logs,
      node_group_configuration: 'node_group_id primary_availability_zone primary_outpost_arn replica_availability_zones replica_count replica_outpost_arns slots',
    },
    readOnly: 'arn cluster_enabled configuration_endpoint_address engine_version_actual member_clusters primary_endpoint_address reader_endpoint_address',
    gone: {
      availability_zones: { with: 5, instead: 'preferred_cache_cluster_azs' },
      number_cache_clusters: { with: 5, instead: 'num_cache_clusters' },
      replication_group_description: { with: 5, instead: 'description' },
    },
  },
  aws_elasticache_serverless_cache: {
    ...aws,
    settable:
      'daily_snapshot_time description engine kms_key_id major_engine_version name network_type region security_group_ids snapshot_arns_to_restore snapshot_retention_limit subnet_ids tags user_group_id',
    blocks: { cache_usage_limits: 'data_storage ecpu_per_second' },
    readOnly: 'arn create_time endpoint full_engine_version reader_endpoint status tags_all',
  },
  aws_memorydb_cluster: {
    ...aws,
    settable:
      'acl_name auto_minor_version_upgrade data_tiering description engine engine_version final_snapshot_name ip_discovery kms_key_arn maintenance_window multi_region_cluster_name name name_prefix network_type node_type num_replicas_per_shard num_shards parameter_group_name port region security_group_ids snapshot_arns snapshot_name snapshot_retention_limit snapshot_window sns_topic_arn subnet_group_name tags tags_all tls_enabled',
    blocks: {},
    readOnly: 'arn cluster_endpoint engine_patch_version shards',
  },
  azurerm_redis_cache: {
    ...azure,
    settable:
      'access_keys_authentication_enabled capacity family location minimum_tls_version name non_ssl_port_enabled private_static_ip_address public_network_access_enabled redis_version replicas_per_master replicas_per_primary resource_group_name shard_count sku_name subnet_id tags tenant_settings zones',
    blocks: {
      identity: 'identity_ids type',
      patch_schedule: 'day_of_week maintenance_window start_hour_utc',
      redis_configuration:
        'active_directory_authentication_enabled aof_backup_enabled aof_storage_connection_string_0 aof_storage_connection_string_1 authentication_enabled data_persistence_authentication_method enable_authentication maxfragmentationmemory_reserved maxmemory_delta maxmemory_policy maxmemory_reserved notify_keyspace_events rdb_backup_enabled rdb_backup_frequency rdb_backup_max_snapshot_count rdb_storage_connection_string storage_account_subscription_id',
    },
    readOnly: 'hostname port primary_access_key primary_connection_string secondary_access_key secondary_connection_string ssl_port',
    gone: { enable_non_ssl_port: { with: 4, instead: 'non_ssl_port_enabled' } },
  },
  azurerm_managed_redis: {
    ...azure,
    settable: 'high_availability_enabled location name public_network_access resource_group_name sku_name tags zones',
    blocks: {
      customer_managed_key: 'key_vault_key_id user_assigned_identity_id',
      default_database:
        'access_keys_authentication_enabled client_protocol clustering_policy eviction_policy geo_replication_group_name module persistence_append_only_file_backup_frequency persistence_redis_database_backup_frequency port',
      identity: 'identity_ids type',
    },
    readOnly: 'hostname',
  },
  upstash_redis_database: {
    upTo: '2.0.1',
    asOf: '2025-08-21',
    settable: 'auto_scale budget consistent database_name eviction ip_allowlist multizone primary_region prod_pack read_regions region tls',
    blocks: {},
    readOnly:
      'creation_time database_id database_type db_conn_idle_timeout db_daily_bandwidth_limit db_disk_threshold db_lua_timeout db_max_clients db_max_commands_per_second db_max_entry_size db_max_request_size db_memory_threshold db_store_max_idle endpoint password port read_only_rest_token rest_token state user_email',
  },
  digitalocean_database_cluster: {
    upTo: '2.99.1',
    asOf: '2026-08-06',
    settable: 'engine eviction_policy name node_count number_of_databases private_network_uuid project_id region size sql_mode storage_size_mib tags version',
    blocks: {
      backup_restore: 'database_name backup_created_at',
      maintenance_window: 'day hour description',
      storage_autoscale: 'enabled threshold_percent increment_gib',
    },
    readOnly: 'database host metrics_endpoints password port private_host private_uri ui_database ui_host ui_password ui_port ui_uri ui_user uri urn user',
  },
};

/** Providers that are not of HashiCorp: without a declared source Terraform looks for `hashicorp/<name>`, which does not exist. */
export const foreignProviders: Readonly<Record<string, string>> = {
  upstash: 'upstash/upstash',
  digitalocean: 'digitalocean/digitalocean',
  rediscloud: 'RedisLabs/rediscloud',
  aiven: 'aiven/aiven',
  scaleway: 'scaleway/scaleway',
  upcloud: 'UpCloudLtd/upcloud',
  vultr: 'vultr/vultr',
  exoscale: 'exoscale/exoscale',
};
