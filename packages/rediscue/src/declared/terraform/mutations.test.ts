import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { findingsOfTerraform, terraformReader } from './index.ts';

const sample: Record<string, string> = {
  'main.tf':
    'terraform {\n  required_providers {\n    upstash = {\n      source = "upstash/upstash"\n    }\n  }\n}\nprovider "google" {\n  region = var.region\n}\nvariable "region" {\n  default = "us-central1"\n}\nlocals {\n  env = { for k, v in { HOST = google_redis_instance.r.host, PORT = "6379" } : "REDIS_${k}" => v }\n}\nmodule "m" {\n  source = "./m"\n  url    = "redis://${google_redis_instance.r.host}:${google_redis_instance.r.port}"\n}\nresource "google_redis_instance" "r" {\n  memory_size_gb     = 1\n  authorized_network = google_compute_network.n.id\n}\nresource "google_compute_network" "n" {}\nresource "google_vpc_access_connector" "c" {\n  network = google_compute_network.n.name\n}\nresource "google_cloud_run_v2_service" "s" {\n  template {\n    vpc_access {\n      connector = google_vpc_access_connector.c.id\n    }\n    containers {\n      dynamic "env" {\n        for_each = local.env\n        content {\n          name  = env.key\n          value = env.value\n        }\n      }\n    }\n  }\n}\nresource "upstash_redis_database" "u" {\n  region = "x"\n}\n',
  'm/main.tf':
    'variable "url" {}\nresource "aws_ecs_task_definition" "t" {\n  container_definitions = <<-EOF\n  [{"name": "x", "environment": [{"name": "REDIS_URL", "value": "${var.url}"}],\n    "secrets": [{"name": "REDIS_PW", "valueFrom": "${aws_ssm_parameter.p.arn}"}]}]\n  EOF\n}\nresource "aws_ssm_parameter" "p" {\n  name  = "redis"\n  value = "not-to-be-shown-0815"\n}\n',
  'x.tf.json': '{"resource": {"aws_lambda_function": {"f": {"environment": {"variables": {"REDIS_HOST": "${google_redis_instance.r.host}"}}}}}}',
  'prod.tfvars': 'region = "europe-west1"\n',
};

const change = fc.record({
  file: fc.constantFrom(...Object.keys(sample)),
  kind: fc.constantFrom('cut', 'double', 'insert', 'drop'),
  at: fc.nat(2000),
  length: fc.nat(60),
  text: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('{', '}', '"', '${', '\n', '<<E\n', '[', ']', '(', '=', 'local.env', 'var.url', '/*')),
});

test('changed files never throw, end soon, and problems and findings tell no secret', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const texts = { ...sample };
      for (const { file, kind, at, length, text } of changes) {
        const before = texts[file] ?? '';
        const from = at % (before.length + 1);
        const piece = before.slice(from, from + length);
        texts[file] = before.slice(0, from) + { cut: '', double: piece + before.slice(from), insert: text + before.slice(from), drop: before.slice(from + length) }[kind];
      }
      const files = filesOf(texts);
      const { problems, objects = [] } = terraformReader.read(files.paths, files);
      const shown = JSON.stringify([problems, findingsOfTerraform(objects)]);
      expect(shown).not.toContain('0815');
      for (const { place } of problems) expect(texts[place.file]).toBeDefined();
    }),
    { numRuns: 400 },
  );
});

test('the sample itself is read in full', () => {
  const files = filesOf(sample);
  const { problems, programs = [], objects = [] } = terraformReader.read(files.paths, files);
  expect(problems).toEqual([]);
  expect(programs.map(({ name }) => name)).toEqual(
    ['google_cloud_run_v2_service.s', 'module.m.aws_ecs_task_definition.t', 'aws_lambda_function.f'].toSorted(
      (a, b) => programs.findIndex((each) => each.name === a) - programs.findIndex((each) => each.name === b),
    ),
  );
  expect(findingsOfTerraform(objects)).toEqual([]);
});
