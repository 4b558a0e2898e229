import { describe, expect, test } from 'vitest';
import { filesOf } from '../../files.fixture.ts';
import { findingsOfTerraform, terraformReader } from '../index.ts';

/** `code file:line summary` of everything that is found. */
const found = (texts: string | Record<string, string>) => {
  const files = filesOf(typeof texts === 'string' ? { 'main.tf': texts } : texts);
  const { objects = [] } = terraformReader.read(
    files.paths.filter((path) => terraformReader.detect(path)),
    files,
  );
  return findingsOfTerraform(objects).map(({ code, place, summary }) => `${code} ${place.file}:${place.line} ${summary}`);
};

const provider = 'provider "google" {\n  region = "us-central1"\n}\n';
const redis = (lines = '') => `resource "google_redis_instance" "cache" {\n  memory_size_gb = 1\n${lines}}\n`;
const service = (access: string, value = 'google_redis_instance.cache.host', lines = '') =>
  `resource "google_cloud_run_v2_service" "api" {\n${lines}  template {\n${access}    containers {\n      image = "x"\n      env {\n        name  = "REDIS_HOST"\n        value = ${value}\n      }\n    }\n  }\n}\n`;
const connector = (lines = '  network = "default"\n') => `resource "google_vpc_access_connector" "c" {\n  name = "c"\n${lines}}\n`;
const byConnector = '    vpc_access {\n      connector = google_vpc_access_connector.c.id\n    }\n';

describe('cloud/no-vpc-access', () => {
  test.each([
    ['no access at all', provider + redis() + service('')],
    ['others set its image', `${provider}${redis()}${service('').replace(/}\n$/, '  lifecycle {\n    ignore_changes = [template[0].containers[0].image]\n  }\n}\n')}`],
    ['through a module', ''],
    [
      'a value of a secret',
      `${provider}${redis()}resource "google_secret_manager_secret" "s" {\n  secret_id = "s"\n}\nresource "google_secret_manager_secret_version" "s" {\n  secret = google_secret_manager_secret.s.id\n  secret_data = "redis://\${google_redis_instance.cache.host}:6379"\n}\nresource "google_cloud_run_v2_service" "api" {\n  template {\n    containers {\n      env {\n        name = "REDIS_URL"\n        value_source {\n          secret_key_ref {\n            secret = google_secret_manager_secret.s.secret_id\n          }\n        }\n      }\n    }\n  }\n}\n`,
    ],
    ['an instance of others', `${provider}data "google_redis_instance" "x" {\n  name = "x"\n}\n${service('', 'data.google_redis_instance.x.host')}`],
    [
      'the first Cloud Run',
      `${provider}${redis()}resource "google_cloud_run_service" "api" {\n  template {\n    metadata {\n      annotations = {\n        "autoscaling.knative.dev/maxScale" = "3"\n      }\n    }\n    spec {\n      containers {\n        env {\n          name = "REDIS_URL"\n          value = "redis://\${google_redis_instance.cache.host}:6379"\n        }\n      }\n    }\n  }\n}\n`,
    ],
    [
      'a function',
      `${redis()}resource "google_cloudfunctions2_function" "f" {\n  service_config {\n    environment_variables = {\n      REDIS_HOST = google_redis_instance.cache.host\n    }\n  }\n}\n`,
    ],
    [
      'a Lambda function',
      'resource "aws_elasticache_cluster" "r" {\n  engine = "redis"\n}\nresource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      REDIS_HOST = aws_elasticache_cluster.r.cache_nodes[0].address\n    }\n  }\n}\n',
    ],
    [
      'an empty list of subnets',
      'resource "aws_elasticache_cluster" "r" {\n  engine = "redis"\n}\nresource "aws_lambda_function" "f" {\n  vpc_config {\n    subnet_ids = []\n    security_group_ids = []\n  }\n  environment {\n    variables = {\n      REDIS_HOST = aws_elasticache_cluster.r.cache_nodes[0].address\n    }\n  }\n}\n',
    ],
  ])('%s', (name, text) => {
    const texts: string | Record<string, string> =
      name === 'through a module'
        ? {
            'main.tf': `module "redis" {\n  source = "./redis"\n}\n${service('', 'module.redis.host')}`,
            'redis/main.tf': `${redis()}output "host" {\n  value = google_redis_instance.cache.host\n}\n`,
          }
        : text;
    expect(found(texts)).toEqual([expect.stringMatching(/^cloud\/no-vpc-access main\.tf:\d+ \S+ reads REDIS_(HOST|URL) of \S+, which only its (network|VPC) reaches/)]);
  });

  test.each([
    ['a connector', provider + redis() + connector() + service(byConnector)],
    ['direct egress', `${provider}${redis()}${service('    vpc_access {\n      network_interfaces {\n        network = "default"\n      }\n    }\n')}`],
    ['a connector of others', `${redis()}variable "connector" {}\n${service('    vpc_access {\n      connector = var.connector\n    }\n')}`],
    [
      'access that depends on a variable',
      `${redis()}variable "vpc" {}\n${service('    dynamic "vpc_access" {\n      for_each = var.vpc\n      content {\n        connector = "c"\n      }\n    }\n')}`,
    ],
    [
      'annotations that are worked out',
      `${redis()}resource "google_cloud_run_service" "api" {\n  template {\n    metadata {\n      annotations = merge(var.a, {})\n    }\n    spec {\n      containers {\n        env {\n          name = "REDIS_URL"\n          value = google_redis_instance.cache.host\n        }\n      }\n    }\n  }\n}\n`,
    ],
    ['annotations that others set', `${redis()}${service('').replace(/}\n$/, '  lifecycle {\n    ignore_changes = [template[0].vpc_access]\n  }\n}\n')}`],
    ['everything is set by others', `${redis()}${service('').replace(/}\n$/, '  lifecycle {\n    ignore_changes = all\n  }\n}\n')}`],
    ['an address that may be anything', `${redis()}variable "host" {}\n${service('', 'var.host')}`],
    [
      'a Redis on the internet',
      `resource "upstash_redis_database" "u" {\n  database_name = "u"\n  region = "global"\n}\nterraform {\n  required_providers {\n    upstash = {\n      source = "upstash/upstash"\n    }\n  }\n}\n${service('', 'upstash_redis_database.u.endpoint')}`,
    ],
    [
      'a Lambda function inside',
      'resource "aws_elasticache_cluster" "r" {\n  engine = "redis"\n}\nresource "aws_lambda_function" "f" {\n  vpc_config {\n    subnet_ids = var.subnets\n  }\n  environment {\n    variables = {\n      REDIS_HOST = aws_elasticache_cluster.r.cluster_address\n    }\n  }\n}\n',
    ],
    [
      'a container service that is always inside',
      'resource "aws_elasticache_cluster" "r" {\n  engine = "redis"\n}\nresource "aws_ecs_task_definition" "t" {\n  container_definitions = jsonencode([{ name = "x", environment = [{ name = "REDIS_HOST", value = aws_elasticache_cluster.r.cluster_address }] }])\n}\n',
    ],
    ['access that is commented out with its service', `${redis()}/*\n${service('')}*/\n`],
  ])('none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('cloud/egress-not-routed', () => {
  const networks =
    'resource "google_compute_network" "a" {\n  name = "a"\n}\nresource "google_compute_network" "b" {\n  name = "b"\n}\nresource "google_compute_subnetwork" "s" {\n  network = google_compute_network.b.id\n}\n';
  const inA = redis('  authorized_network = google_compute_network.a.id\n');
  const direct = (lines: string) => service(`    vpc_access {\n      network_interfaces {\n${lines}      }\n    }\n`);
  test.each([
    ['a connector of another network', networks + inA + connector('  network = google_compute_network.b.name\n') + service(byConnector)],
    ['direct egress into another', networks + inA + direct('        network = google_compute_network.b.id\n')],
    ['by its subnetwork', networks + inA + direct('        subnetwork = google_compute_subnetwork.s.id\n')],
    ['names against a resource', networks + inA + connector('  network = "default"\n') + service(byConnector)],
    ["the default is the instance's", networks + redis() + direct('        network = google_compute_network.a.id\n')],
    ['paths', `${redis('  authorized_network = "projects/p/global/networks/one"\n')}${direct('        network = "two"\n')}`],
    [
      'addresses that are not private',
      `${redis('  reserved_ip_range = "34.12.0.0/29"\n')}${connector()}${service('    vpc_access {\n      connector = google_vpc_access_connector.c.id\n      egress = "PRIVATE_RANGES_ONLY"\n    }\n')}`,
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([expect.stringMatching(/^cloud\/egress-not-routed main\.tf:\d+ /)]);
  });
  test.each([
    ['the same resource', networks + inA + connector('  network = google_compute_network.a.self_link\n') + service(byConnector)],
    ['the same by its name', networks + inA + connector('  network = "a"\n') + service(byConnector)],
    ['the same by its path', `${redis('  authorized_network = "projects/p/global/networks/one"\n')}${direct('        network = "one"\n')}`],
    ['a network of others', `${redis('  authorized_network = var.network\n')}${connector()}${service(byConnector)}`],
    [
      'a connector of others',
      `${redis('  authorized_network = "x"\n')}${service('    vpc_access {\n      connector = "projects/p/locations/us-central1/connectors/other"\n    }\n')}`,
    ],
    ['a subnetwork of others', networks + inA + direct('        subnetwork = "s"\n')],
    [
      'all traffic',
      `${redis('  reserved_ip_range = "34.12.0.0/29"\n')}${connector()}${service('    vpc_access {\n      connector = google_vpc_access_connector.c.id\n      egress = "ALL_TRAFFIC"\n    }\n')}`,
    ],
    ['a private range', `${redis('  reserved_ip_range = "10.0.0.0/29"\n')}${connector()}${service(byConnector)}`],
  ])('none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('cloud/region-mismatch', () => {
  const at = (service_: string, connector_: string, redis_: string) =>
    `${redis(`  region = "${redis_}"\n`)}${connector(`  network = "default"\n  region = "${connector_}"\n`)}${service(byConnector, undefined, `  location = "${service_}"\n`)}`;
  test.each([
    ['the connector elsewhere', at('europe-west1', 'us-central1', 'europe-west1'), 'connector is in us-central1'],
    ['the instance elsewhere', at('europe-west1', 'europe-west1', 'us-central1'), 'is in us-central1'],
    ['by its zone', `${redis('  location_id = "us-east1-b"\n')}${connector()}${service(byConnector, undefined, '  location = "us-west1"\n')}`, 'is in us-east1'],
    ['by the provider', `${provider}${redis()}${connector()}${service(byConnector, undefined, '  location = "asia-east1"\n')}`, 'connector is in us-central1'],
    [
      'by the path of the connector',
      `${redis('  region = "us-west1"\n')}${service('    vpc_access {\n      connector = "projects/p/locations/us-east1/connectors/c"\n    }\n', undefined, '  location = "us-west1"\n')}`,
      'connector is in us-east1',
    ],
  ])('%s', (_, text, says) => {
    expect(found(text)).toEqual([expect.stringContaining(says)]);
    expect(found(text)[0]).toContain('cloud/region-mismatch');
  });
  test('none where all are in one, or where it is not known', () => {
    expect(found(at('europe-west1', 'europe-west1', 'europe-west1'))).toEqual([]);
    expect(found(`variable "region" {}\n${redis('  region = var.region\n')}${connector()}${service(byConnector, undefined, '  location = "us-west1"\n')}`)).toEqual([]);
    expect(found(`${redis()}${connector()}${service(byConnector, undefined, '  location = "us-west1"\n')}`)).toEqual([]);
  });
});

describe('secrets', () => {
  const version = (value: string, lines = '') =>
    `resource "google_secret_manager_secret_version" "s" {\n  secret = google_secret_manager_secret.s.id\n  secret_data = ${value}\n${lines}}\n`;
  const secret = (id = 'redis-url') => `resource "google_secret_manager_secret" "s" {\n  secret_id = "${id}"\n}\n`;
  const uses = (id: string) =>
    `resource "google_cloud_run_v2_service" "api" {\n  template {\n    containers {\n      env {\n        name = "REDIS_URL"\n        value_source {\n          secret_key_ref {\n            secret  = ${id}\n            version = "latest"\n          }\n        }\n      }\n    }\n  }\n}\n`;
  const mine = 'google_secret_manager_secret.s.secret_id';

  test.each([
    ['declared nowhere', uses('google_secret_manager_secret.s.secret_id'), 'which no file declares'],
    ['switched off', secret() + version('var.x', '  enabled = false\n') + uses(mine), 'switched off'],
    ['written in another way', secret() + version('var.x') + uses('"redis_url"'), 'is called `redis-url`'],
    [
      'of a task',
      'resource "aws_ecs_task_definition" "t" {\n  container_definitions = jsonencode([{ name = "x", secrets = [{ name = "REDIS_PASSWORD", valueFrom = aws_secretsmanager_secret.gone.arn }] }])\n}\n',
      'which no file declares',
    ],
  ])('cloud/secret-missing: %s', (_, text, says) => {
    expect(found(text)).toEqual([expect.stringContaining(says)]);
    expect(found(text)[0]).toMatch(/^cloud\/secret-missing main\.tf:\d+/);
  });
  test.each([
    ['made by hand', uses('"redis-url-of-others"')],
    ['without a version, which is added by hand', secret() + uses(mine)],
    ['given by a variable', `variable "secret" {}\n${uses('var.secret')}`],
    ['another of its versions is on', `${secret()}${version('var.x', '  enabled = false\n')}${version('var.y').replace('"s" {', '"t" {')}${uses(mine)}`],
  ])('cloud/secret-missing, none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test('a file that cannot be read may be the one that declares it', () => {
    expect(found({ 'main.tf': uses(mine), 'secrets.tf': 'resource "google_secret_manager_secret" "s" {\n  secret_id = \n' })).toEqual([]);
  });

  test.each([
    ['a placeholder', secret() + version('"changeme"') + uses(mine), 'placeholder (changeme)'],
    ['a default that is one', `variable "pw" {\n  default = "your-redis-password"\n}\n${secret()}${version('var.pw')}`, 'placeholder'],
    ['a line too many', secret() + version('<<EOT\nsome-long-secret-value\nEOT\n'), "line's end"],
    ["a file with a line's end", '', "line's end"],
    ['by its use alone', secret('app-url') + version('"redis://h:1 "') + uses(mine), 'space'],
    ['a literal reference', secret() + version('"$${REDIS_PASSWORD}"'), '${REDIS_PASSWORD}'],
    ['others change its labels', secret() + version('"changeme"', '  lifecycle {\n    ignore_changes = [enabled]\n  }\n'), 'placeholder'],
    ['of another store', 'resource "aws_ssm_parameter" "p" {\n  name = "/app/redis/password"\n  value = "CHANGE_ME"\n}\n', 'placeholder'],
  ])('cloud/secret-invalid: %s', (name, text, says) => {
    const texts = name === "a file with a line's end" ? { 'main.tf': secret() + version('file("${path.module}/pw.txt")'), 'pw.txt': 'some-long-secret-value\n' } : text;
    expect(found(texts)).toEqual([expect.stringContaining(says)]);
    expect(found(texts)[0]).toMatch(/^cloud\/secret-invalid main\.tf:\d+/);
    expect(found(texts).join()).not.toContain('some-long');
  });
  test.each([
    ['a real value', secret() + version('"redis://10.0.0.3:6379"') + uses(mine)],
    ['a value of others', `variable "pw" {}\n${secret()}${version('var.pw')}`],
    ['what is filled in later', secret() + version('"changeme"', '  lifecycle {\n    ignore_changes = [secret_data]\n  }\n')],
    ['a secret of something else', secret('smtp') + version('"changeme"')],
    ['a certificate', secret('redis-ca') + version('<<EOT\n-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\nEOT\n')],
    ['random', `${secret()}${version('random_password.p.result')}`],
    ['chomped', secret() + version('chomp(<<EOT\nsome-long-secret-value\nEOT\n)')],
  ])('cloud/secret-invalid, none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('delivery/unknown-attribute', () => {
  const source = 'terraform {\n  required_providers {\n    upstash = {\n      source = "upstash/upstash"\n    }\n  }\n}\n';
  const upstash = (lines: string) => `${source}resource "upstash_redis_database" "a" {\n  database_name = "a"\n  region = "eu-west-1"\n${lines}}\n`;
  test.each([
    ['another spelling', upstash('  multi_zone = true\n'), '`multizone` is meant'],
    [
      'another spelling, whatever the version',
      upstash('  readregions = []\n').replace('source = "upstash/upstash"', 'source = "upstash/upstash"\n      version = ">= 9.0"'),
      '`read_regions` is meant',
    ],
    ['of nobody', upstash('  max_memory_policy = "allkeys-lru"\n'), 'has no attribute `max_memory_policy`'],
    ['only to be read', upstash('  password = "x"\n'), 'can only be read'],
    ['a block', upstash('  replica {\n    region = "x"\n  }\n'), 'has no block `replica`'],
    ['a map as a block', 'resource "google_redis_instance" "a" {\n  redis_configs {\n    maxmemory-policy = "x"\n  }\n}\n', '`=` is missing'],
    ['inside of a block', 'resource "azurerm_redis_cache" "a" {\n  redis_configuration {\n    maxmemory = 5\n  }\n}\n', 'has no attribute `maxmemory`'],
    ['one of AWS', 'resource "aws_elasticache_replication_group" "a" {\n  engine_mode = "x"\n}\n', '`engine_mode`'],
    [
      'taken away',
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      version = "~> 5.30"\n    }\n  }\n}\nresource "aws_elasticache_replication_group" "a" {\n  replication_group_description = "x"\n}\n',
      'taken away with version 5',
    ],
    ['no source', upstash('').replace(source, ''), 'has no source'],
    ['a source that does not exist', upstash('').replace('upstash/upstash', 'hashicorp/upstash'), 'There is no provider hashicorp/upstash'],
  ])('%s', (_, text, says) => {
    expect(found(text)).toEqual([expect.stringContaining(says)]);
    expect(found(text)[0]).toMatch(/^delivery\/unknown-attribute main\.tf:\d+/);
  });
  test.each([
    [
      'everything that there is',
      upstash(
        '  tls = true\n  eviction = true\n  auto_scale = true\n  read_regions = []\n  count = 1\n  depends_on = []\n  lifecycle {\n    prevent_destroy = true\n  }\n  timeouts {\n    create = "5m"\n  }\n',
      ),
    ],
    [
      'taken away, in a version that still has it',
      'terraform {\n  required_providers {\n    aws = {\n      version = "~> 4.0"\n    }\n  }\n}\nresource "aws_elasticache_replication_group" "a" {\n  replication_group_description = "x"\n  cluster_mode {\n    num_node_groups = 2\n  }\n}\n',
    ],
    [
      'newer than what is known',
      'terraform {\n  required_providers {\n    google = {\n      source = "hashicorp/google"\n      version = ">= 8.1"\n    }\n  }\n}\nresource "google_redis_instance" "a" {\n  something_new = 1\n}\n',
    ],
    [
      'an attribute as a block list',
      'resource "aws_elasticache_replication_group" "a" {\n  cluster_mode = "enabled"\n  log_delivery_configuration {\n    destination = "x"\n    destination_type = "y"\n    log_format = "json"\n    log_type = "slow-log"\n  }\n}\n',
    ],
    ['other resources', 'resource "google_compute_instance" "redis" {\n  whatever = 1\n}\n'],
    ['a data source', 'data "google_redis_instance" "a" {\n  whatever = 1\n}\n'],
    [
      'google needs no source',
      'resource "google_redis_instance" "a" {\n  memory_size_gb = 1\n  display_name = "x"\n  maintenance_policy {\n    weekly_maintenance_window {\n      day = "MONDAY"\n    }\n  }\n}\n',
    ],
  ])('none: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('variants of one plan tell a thing once', () => {
  const texts = { 'main.tf': `variable "x" {}\n${redis()}${service('')}`, 'env/prod.tfvars': 'x = 1\n', 'env/dev.tfvars': 'x = 2\n' };
  expect(found(texts)).toHaveLength(1);
});
