import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { ofKind, terraformReader } from './index.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return terraformReader.read(
    files.paths.filter((path) => terraformReader.detect(path)),
    files,
  );
};

/** Variables of all programs as `program NAME=value <from> file:line`. */
const variables = (texts: Record<string, string>) =>
  (read(texts).programs ?? []).flatMap(({ name, variant, layers }) =>
    layers.flatMap((layer) =>
      layer.variables.map(
        ({ name: key, value, from, place }) =>
          `${variant === null ? '' : `${variant}: `}${name} ${key}=${value}${from ? ` <${from.what} ${from.place?.file ?? ''}:${from.place?.line ?? ''}>` : ''} ${place.file}:${place.line}`,
      ),
    ),
  );

/** A Cloud Run service with these lines in its container. */
const run = (lines: string, name = 'api') => `resource "google_cloud_run_v2_service" "${name}" {\n  template {\n    containers {\n      image = "api:1"\n${lines}\n    }\n  }\n}\n`;
const env = (name: string, value: string) => `      env {\n        name  = "${name}"\n        value = ${value}\n      }`;

describe('which files', () => {
  test.each([
    ['main.tf', true],
    ['infra/main.tf.json', true],
    ['terraform.tfvars', true],
    ['env/prod.tfvars', true],
    ['main.tofu', true],
    ['terraform.tfvars.example', false],
    ['example.tfvars', false],
    ['prod.tfvars.sample', false],
    ['modules/redis/examples/full/main.tf', false],
    ['.terraform/modules/x/main.tf', false],
    ['modules/redis/tests/main.tf', false],
    ['.terraform.lock.hcl', false],
    ['main.tf.bak', false],
  ])('%s: %s', (path, mine) => {
    expect(terraformReader.detect(path)).toBe(mine);
  });

  test('a project without Redis is not looked into', () => {
    expect(read({ 'main.tf': run(env('DATABASE_URL', '"postgres://db"')) })).toEqual({ problems: [] });
    expect(read({ 'main.tf': 'resource "google_project_service" "x" { service = "redis.googleapis.com" }' })).toEqual({ problems: [] });
  });
});

describe('values', () => {
  test('literals, defaults, locals, templates', () => {
    expect(
      variables({
        'main.tf': `variable "host" {\n  default = "cache"\n}\nlocals {\n  port = 6380\n  url  = "redis://\${var.host}:\${local.port}/0"\n}\n${run([env('REDIS_HOST', 'var.host'), env('REDIS_URL', 'local.url'), env('REDIS_DB', '"2"'), env('OTHER', 'null')].join('\n'))}`,
      }),
    ).toEqual([
      'google_cloud_run_v2_service.api REDIS_HOST=cache <var.host main.tf:2> main.tf:14',
      'google_cloud_run_v2_service.api REDIS_URL=redis://cache:6380/0 <var.host main.tf:2> main.tf:18',
      'google_cloud_run_v2_service.api REDIS_DB=2 main.tf:22',
    ]);
  });

  test('a reference to what is made later has no value, but a source', () => {
    expect(
      variables({
        'redis.tf': 'resource "google_redis_instance" "cache" {\n  name = "cache"\n}\n',
        'main.tf': run([env('REDIS_HOST', 'google_redis_instance.cache.host'), env('REDIS_NAME', 'google_redis_instance.cache.name')].join('\n')),
      }),
    ).toEqual([
      'google_cloud_run_v2_service.api REDIS_HOST=null <google_redis_instance.cache.host redis.tf:1> main.tf:7',
      'google_cloud_run_v2_service.api REDIS_NAME=cache <google_redis_instance.cache.name redis.tf:2> main.tf:11',
    ]);
  });

  test('a variable without a value is no value', () => {
    expect(variables({ 'main.tf': `variable "url" {}\n${run(env('REDIS_URL', 'var.url'))}` })).toEqual(['google_cloud_run_v2_service.api REDIS_URL=null <var.url :> main.tf:8']);
  });

  test('tfvars: automatic ones beat the default, others are variants, examples are none', () => {
    const main = `variable "host" {\n  default = "localhost"\n}\n${run(env('REDIS_HOST', 'var.host'))}`;
    expect(variables({ 'main.tf': main, 'terraform.tfvars': 'host = "one"\n', 'z.auto.tfvars': 'host = "two"\n' })).toEqual([
      'google_cloud_run_v2_service.api REDIS_HOST=two <var.host z.auto.tfvars:1> main.tf:10',
    ]);
    expect(variables({ 'main.tf': main, 'env/prod.tfvars': '# host = "old"\nhost = "p"\n', 'env/stg.tfvars': 'host = "s"\n', 'env/example.tfvars': 'host = "e"\n' })).toEqual([
      'production: google_cloud_run_v2_service.api REDIS_HOST=p <var.host env/prod.tfvars:2> main.tf:10',
      'staging: google_cloud_run_v2_service.api REDIS_HOST=s <var.host env/stg.tfvars:1> main.tf:10',
    ]);
    expect(variables({ 'environments/prod/main.tf': main, 'environments/dev/main.tf': main }).map((line) => line.split(' ')[0])).toEqual(['development:', 'production:']);
  });

  test('modules: what the caller says counts, outputs lead on, and no default of a called module', () => {
    const texts = {
      'main.tf': 'module "redis" {\n  source = "./modules/redis"\n}\nmodule "api" {\n  source     = "./modules/api"\n  redis_host = module.redis.host\n  redis_port = 6380\n}\n',
      'modules/redis/main.tf': 'resource "google_redis_instance" "main" {}\noutput "host" {\n  value = google_redis_instance.main.host\n}\n',
      'modules/api/main.tf': `variable "redis_host" {\n  default = "localhost"\n}\nvariable "redis_port" {\n  default = 6379\n}\n${run([env('REDIS_HOST', 'var.redis_host'), env('REDIS_PORT', 'var.redis_port')].join('\n'))}`,
    };
    expect(variables(texts)).toEqual([
      'module.api.google_cloud_run_v2_service.api REDIS_HOST=null <module.redis.google_redis_instance.main.host modules/redis/main.tf:1> modules/api/main.tf:13',
      'module.api.google_cloud_run_v2_service.api REDIS_PORT=6380 <var.redis_port main.tf:7> modules/api/main.tf:17',
    ]);
    expect(ofKind(read(texts).objects ?? [], 'managed-redis').map(({ name }) => name)).toEqual(['module.redis.google_redis_instance.main']);
  });

  test('loops, functions and conditions', () => {
    const main = (lines: string) => ({
      'main.tf': `variable "tls" { default = true }\nlocals {\n  env = {\n    REDIS_PORT = "6379"\n    REDIS_HOST = "cache"\n  }\n}\n${run(lines)}`,
    });
    expect(
      variables(main('      dynamic "env" {\n        for_each = local.env\n        content {\n          name = env.key\n          value = env.value\n        }\n      }')),
    ).toEqual(['google_cloud_run_v2_service.api REDIS_PORT=6379 main.tf:4', 'google_cloud_run_v2_service.api REDIS_HOST=cache main.tf:5']);
    expect(
      variables(
        main(
          '      dynamic "env" {\n        for_each = merge(local.env, { REDIS_PORT = 6380 })\n        iterator = each_env\n        content {\n          name = each_env.key\n          value = each_env.value\n        }\n      }',
        ),
      ).join(),
    ).toContain('REDIS_PORT=6380');
    const value = (text: string) => variables(main(env('REDIS_URL', text)))[0]?.split(' ')[1];
    expect(value('var.tls ? "rediss://h" : "redis://h"')).toBe('REDIS_URL=rediss://h');
    expect(value('format("redis://%s:%d", local.env.REDIS_HOST, 6379)')).toBe('REDIS_URL=redis://cache:6379');
    expect(value('join(",", [for k, v in local.env : v if k != "x"])')).toBe('REDIS_URL=6379,cache');
    expect(value('coalesce("", "redis://h")')).toBe('REDIS_URL=redis://h');
    expect(value('lookup(local.env, "REDIS_HOST", "x")')).toBe('REDIS_URL=cache');
    expect(value('sha256("x")')).toBe('REDIS_URL=null');
    expect(value('local.nothing')).toBe('REDIS_URL=null');
  });

  test('count = 0 runs nothing, for_each runs each', () => {
    const service = (first: string) => run(env('REDIS_HOST', 'each.value')).replace('{\n', `{\n  ${first}\n`);
    expect(variables({ 'main.tf': service('count = 0') })).toEqual([]);
    expect(variables({ 'main.tf': service('for_each = { a = "x", b = "y" }') })).toEqual([
      'google_cloud_run_v2_service.api["a"] REDIS_HOST=x main.tf:2',
      'google_cloud_run_v2_service.api["b"] REDIS_HOST=y main.tf:2',
    ]);
  });

  test('rings and avalanches end', () => {
    const rings = `locals {\n  a = local.b\n  b = local.a\n${Array.from({ length: 40 }, (_, index) => `  x${index + 1} = [local.x${index}, local.x${index}]\n  t${index + 1} = "\${local.t${index}}\${local.t${index}}"`).join('\n')}\n  x0 = [1]\n  t0 = "redis"\n}\n`;
    const started = cpuMs();
    expect(
      variables({
        'main.tf': `${rings}module "m" {\n  source = "./"\n}\n${run([env('REDIS_A', 'local.a'), env('REDIS_X', 'join(",", local.x40)'), env('REDIS_T', 'local.t40')].join('\n'))}`,
      }),
    ).toHaveLength(3);
    const calls = (to: number) => Array.from({ length: 10 }, (_, index) => `module "m${index}" {\n  source = "../l${to}"\n}\n`).join('');
    read(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`l${index}/main.tf`, `# redis\n${calls(index + 1)}`])));
    expect(cpuMs() - started).toBeLessThan(3000);
  });
});

describe('programs', () => {
  test('Cloud Run: secrets of the plan, the first version, functions', () => {
    const secret =
      'resource "google_secret_manager_secret" "url" {\n  secret_id = "redis-url"\n}\nresource "google_secret_manager_secret_version" "url" {\n  secret      = google_secret_manager_secret.url.id\n  secret_data = "redis://h:1"\n}\n';
    const ref = (id: string) =>
      `      env {\n        name = "REDIS_URL"\n        value_source {\n          secret_key_ref {\n            secret  = ${id}\n            version = "latest"\n          }\n        }\n      }`;
    for (const id of ['google_secret_manager_secret.url.secret_id', 'google_secret_manager_secret.url.id', '"redis-url"', '"projects/p/secrets/redis-url"'])
      expect(variables({ 'main.tf': `${secret}${run(ref(id))}` })[0]).toMatch(/REDIS_URL=redis:\/\/h:1 <secret \S+ main.tf:6> main.tf:16$/);
    expect(variables({ 'main.tf': `${secret}${run(ref('"another"'))}` })[0]).toContain('REDIS_URL=null <secret another :>');
    const v1 =
      'resource "google_cloud_run_service" "api" {\n  template {\n    spec {\n      containers {\n        image = "x"\n        env {\n          name = "REDIS_HOST"\n          value = "h"\n        }\n        env {\n          name = "REDIS_PASSWORD"\n          value_from {\n            secret_key_ref {\n              name = "pw"\n              key = "latest"\n            }\n          }\n        }\n      }\n    }\n  }\n}\n';
    expect(variables({ 'main.tf': v1 })).toEqual(
      ['google_cloud_run_service.api REDIS_HOST=h main.tf:8', 'google_cloud_run_service.api REDIS_PASSWORD=null <secret pw main.tf:14> main.tf:14'].map((line) =>
        line.replace('pw main.tf:14>', 'pw :>'),
      ),
    );
    expect(
      variables({
        'main.tf':
          'resource "google_cloudfunctions2_function" "f" {\n  service_config {\n    environment_variables = {\n      REDISHOST = google_redis_instance.x.host\n    }\n  }\n}',
      })[0],
    ).toContain('REDISHOST=null <google_redis_instance.x.host');
  });

  test('ECS: jsonencode, here-document, file and template', () => {
    const task = (definitions: string) => `resource "aws_ecs_task_definition" "web" {\n  container_definitions = ${definitions}\n}\n`;
    const items =
      '[\n  {\n    "name": "web",\n    "image": "web:1",\n    "portMappings": [{ "containerPort": 80 }],\n    "environment": [\n      { "name": "REDIS_HOST", "value": "${host}" },\n      { "name": "REDIS_PORT", "value": "6379" }\n    ],\n    "secrets": [{ "name": "REDIS_PASSWORD", "valueFrom": "arn:x" }]\n  }\n]\n';
    expect(
      variables({
        'main.tf': task(
          'jsonencode([{\n    name = "web"\n    environment = [\n      { name = "REDIS_URL", value = "redis://${aws_elasticache_cluster.a.cache_nodes[0].address}:6379" },\n    ]\n  }])',
        ),
      }),
    ).toEqual(['aws_ecs_task_definition.web REDIS_URL=null <aws_elasticache_cluster.a.cache_nodes.address :> main.tf:5']);
    const expected = (file: string, first: number) => [
      `aws_ecs_task_definition.web REDIS_HOST=null <aws_elasticache_replication_group.r.primary_endpoint_address :> ${file}:${first}`,
      `aws_ecs_task_definition.web REDIS_PORT=6379 ${file}:${first + 1}`,
      `aws_ecs_task_definition.web REDIS_PASSWORD=null <secret arn:x :> ${file}:${first + 3}`,
    ];
    const reference = 'aws_elasticache_replication_group.r.primary_endpoint_address';
    expect(variables({ 'main.tf': task(`<<EOF\n${items.replace('${host}', `\${${reference}}`)}EOF`) })).toEqual(expected('main.tf', 9));
    expect(variables({ 'infra/main.tf': task(`templatefile("\${path.module}/task.json.tpl", { host = ${reference} })`), 'infra/task.json.tpl': items })).toEqual(
      expected('infra/task.json.tpl', 7),
    );
    expect(variables({ 'infra/main.tf': `# redis\n${task('file("task.json")')}`, 'infra/task.json': items.replace('${host}', 'h') })[0]).toBe(
      'aws_ecs_task_definition.web REDIS_HOST=h infra/task.json:7',
    );
    expect(variables({ 'main.tf': `# redis\n${task('data.template_file.x.rendered')}` })).toEqual([]);
    expect(variables({ 'main.tf': `# redis\n${task(`"${'['.repeat(10_000)}"`)}` })).toEqual([]);
  });

  test('Lambda, Container Apps, web apps, Docker, Kubernetes, Helm', () => {
    expect(variables({ 'main.tf': 'resource "aws_lambda_function" "f" {\n  environment {\n    variables = {\n      REDIS_HOST = "h"\n    }\n  }\n}\n' })).toEqual([
      'aws_lambda_function.f REDIS_HOST=h main.tf:4',
    ]);
    const app =
      'resource "azurerm_container_app" "a" {\n  secret {\n    name  = "pw"\n    value = azurerm_redis_cache.c.primary_access_key\n  }\n  template {\n    container {\n      env {\n        name        = "REDIS_PASSWORD"\n        secret_name = "pw"\n      }\n      env {\n        name  = "REDIS_HOST"\n        value = azurerm_redis_cache.c.hostname\n      }\n    }\n  }\n}\n';
    expect(variables({ 'main.tf': app })).toEqual([
      'azurerm_container_app.a REDIS_PASSWORD=null <azurerm_redis_cache.c.primary_access_key :> main.tf:4',
      'azurerm_container_app.a REDIS_HOST=null <azurerm_redis_cache.c.hostname :> main.tf:14',
    ]);
    expect(variables({ 'main.tf': 'resource "azurerm_linux_web_app" "a" {\n  app_settings = {\n    "REDIS_URL" = "rediss://h:6380"\n  }\n}\n' })).toEqual([
      'azurerm_linux_web_app.a REDIS_URL=rediss://h:6380 main.tf:3',
    ]);
    const docker =
      'resource "docker_image" "redis" {\n  name = "redis:7"\n}\nresource "docker_container" "redis" {\n  name  = "cache"\n  image = docker_image.redis.image_id\n  ports {\n    internal = 6379\n    external = 6380\n    ip       = "127.0.0.1"\n  }\n  command = ["redis-server", "--requirepass", "x"]\n}\nresource "docker_container" "api" {\n  name  = "api"\n  image = "api:1"\n  env   = ["REDIS_HOST=cache", "REDIS_URL=redis://${docker_container.redis.name}:6379"]\n}\n';
    expect(variables({ 'main.tf': docker })).toEqual(
      ['docker_container.api REDIS_HOST=cache main.tf:17', 'docker_container.api REDIS_URL=redis://cache:6379 main.tf:17'].map((line, index) =>
        index === 1 ? line.replace('6379 main', '6379 <docker_container.redis.name main.tf:5> main') : line,
      ),
    );
    expect(read({ 'main.tf': docker }).programs?.find(({ name }) => name === 'docker_container.redis')).toMatchObject({
      image: { value: 'redis:7' },
      ports: [{ inside: 6379, outside: 6380, address: '127.0.0.1' }],
      reachedAs: ['cache'],
      command: { value: ['redis-server', '--requirepass', 'x'] },
    });
    const pods =
      'resource "kubernetes_secret" "s" {\n  metadata {\n    name = "redis"\n  }\n  data = {\n    password = "pw-of-a-test"\n  }\n}\nresource "kubernetes_service" "r" {\n  metadata {\n    name = "cache"\n  }\n  spec {\n    selector = {\n      app = "r"\n    }\n  }\n}\nresource "kubernetes_deployment" "r" {\n  spec {\n    template {\n      metadata {\n        labels = {\n          app = "r"\n        }\n      }\n      spec {\n        container {\n          image = "redis:7"\n          env {\n            name = "REDIS_PASSWORD"\n            value_from {\n              secret_key_ref {\n                name = kubernetes_secret.s.metadata[0].name\n                key  = "password"\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}\n';
    expect(variables({ 'main.tf': pods })).toEqual(['kubernetes_deployment.r REDIS_PASSWORD=pw-of-a-test <Secret redis main.tf:6> main.tf:34']);
    expect(read({ 'main.tf': pods }).programs?.[0]).toMatchObject({ runs: 'pod', reachedAs: ['cache'], image: { value: 'redis:7' } });
    const helm =
      'resource "helm_release" "app" {\n  set {\n    name  = "externalRedis.host"\n    value = "h"\n  }\n  set {\n    name  = "extraEnv[0].name"\n    value = "REDIS_PORT"\n  }\n  set {\n    name  = "extraEnv[0].value"\n    value = "6379"\n  }\n  set {\n    name  = "image.tag"\n    value = "redis"\n  }\n}\n';
    expect(variables({ 'main.tf': helm })).toEqual(['helm_release.app REDIS_HOST=h main.tf:4', 'helm_release.app REDIS_PORT=6379 main.tf:12']);
  });

  test('a service without Redis is no program, and what is commented out is none', () => {
    expect(variables({ 'main.tf': `# redis\n${run(env('DATABASE_URL', '"x"'))}/*\n${run(env('REDIS_URL', '"x"'))}*/\n` })).toEqual([]);
  });

  test('JSON says the same', () => {
    expect(
      variables({
        'main.tf.json':
          '{"resource": {"aws_lambda_function": {"f": {"environment": [{"variables": {\n"REDIS_HOST": "${aws_elasticache_cluster.r.cluster_address}",\n"REDIS_PORT": "6379"}}]}}}}',
      }),
    ).toEqual(['aws_lambda_function.f REDIS_HOST=null <aws_elasticache_cluster.r.cluster_address :> main.tf.json:2', 'aws_lambda_function.f REDIS_PORT=6379 main.tf.json:3']);
  });
});
