import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { ofKind, terraformReader } from './index.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return terraformReader.read(
    files.paths.filter((path) => terraformReader.detect(path)),
    files,
  );
};

/** A Cloud Run service with these lines in its container. */
const run = (lines: string, name = 'api') => `resource "google_cloud_run_v2_service" "${name}" {\n  template {\n    containers {\n      image = "api:1"\n${lines}\n    }\n  }\n}\n`;
const env = (name: string, value: string) => `      env {\n        name  = "${name}"\n        value = ${value}\n      }`;

describe('objects', () => {
  const managed = (text: string) => ofKind(read({ 'main.tf': text }).objects ?? [], 'managed-redis').map(({ data }) => data);
  test('managed Redis: what it says, and what its kind implies', () => {
    expect(managed('provider "google" {\n  region = "europe-west1"\n}\nresource "google_redis_instance" "a" {\n  memory_size_gb = 2\n  auth_enabled = true\n}\n')).toMatchObject([
      { cloud: 'google', region: { value: 'europe-west1' }, tls: false, auth: true, size: { value: 2 }, network: null },
    ]);
    expect(
      managed(
        'resource "aws_elasticache_replication_group" "a" {\n  transit_encryption_enabled = var.tls\n  auth_token = var.t\n}\nresource "aws_elasticache_cluster" "m" {\n  engine = "memcached"\n}\nresource "aws_memorydb_cluster" "d" {\n  acl_name = "open-access"\n}\n',
      ),
    ).toMatchObject([
      { cloud: 'aws', tls: null, auth: true },
      { cloud: 'aws', tls: true, auth: false },
    ]);
    expect(
      managed(
        'resource "digitalocean_database_cluster" "p" {\n  engine = "pg"\n}\nresource "digitalocean_database_cluster" "r" {\n  engine = "valkey"\n}\nresource "upstash_redis_database" "u" {\n  region = "global"\n  primary_region = "eu-west-1"\n}\n',
      ),
    ).toMatchObject([{ type: 'digitalocean_database_cluster' }, { cloud: 'upstash', region: { value: 'eu-west-1' } }]);
  });

  test('providers: declared, implied, locked', () => {
    const { objects = [] } = read({
      'main.tf':
        'terraform {\n  required_providers {\n    upstash = {\n      source  = "upstash/upstash"\n      version = "~> 1.5"\n    }\n  }\n}\nresource "upstash_redis_database" "a" {}\nresource "digitalocean_database_cluster" "b" {}\n',
      '.terraform.lock.hcl': 'provider "registry.terraform.io/upstash/upstash" {\n  version = "1.5.3"\n}\n',
    });
    expect(ofKind(objects, 'terraform-provider').map(({ data: { name, source, version, locked } }) => [name, source, version, locked])).toEqual([
      ['upstash', 'upstash/upstash', '~> 1.5', '1.5.3'],
      ['digitalocean', null, null, null],
    ]);
  });

  test('secrets: shapes only say what is wrong with a value', () => {
    const { objects = [] } = read({
      'main.tf':
        'resource "google_secret_manager_secret" "a" {\n  secret_id = "redis-pw"\n}\nresource "google_secret_manager_secret_version" "a" {\n  secret = google_secret_manager_secret.a.id\n  secret_data = "changeme\\n"\n}\nresource "aws_ssm_parameter" "p" {\n  name = "/redis"\n  value = "x"\n  lifecycle {\n    ignore_changes = [value]\n  }\n}\n',
    });
    expect(ofKind(objects, 'cloud-secret').map(({ data }) => data)).toMatchObject([
      { id: { value: 'redis-pw' }, versions: [{ stray: 'newline', shape: { placeholder: 'changeme' }, ignored: false, place: { line: 6 } }] },
      { versions: [{ ignored: true }] },
    ]);
  });

  test('variables and outputs', () => {
    const { objects = [] } = read({ 'main.tf': 'variable "redis_pw" {\n  sensitive = true\n  default = "x"\n}\noutput "redis" {\n  value = google_redis_instance.a.host\n}\n' });
    expect(ofKind(objects, 'terraform-variable')[0]?.data).toMatchObject({ name: 'redis_pw', sensitive: true, value: { value: 'x' } });
    expect(ofKind(objects, 'terraform-output')[0]?.data).toMatchObject({ name: 'redis', sensitive: false, value: { to: 'google_redis_instance.a.host' } });
  });

  test('a file that is broken is told with its place, and the rest counts', () => {
    const { problems, programs } = read({ 'bad.tf': 'locals {\n  x = [1,\n}\n', 'main.tf': run(env('REDIS_HOST', '"h"')) });
    expect(problems).toMatchObject([{ place: { file: 'bad.tf', line: 1 } }, { place: { file: 'bad.tf', line: 3, column: 1 }, why: 'a value was expected here' }]);
    expect(programs).toHaveLength(1);
  });
});
