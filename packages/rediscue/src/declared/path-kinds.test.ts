import { expect, test } from 'vitest';
import { isCopyName, isForeign, isOwnSource, isShowcase, isTemplate, isTemplateName } from './path-kinds.ts';

test.each(['vendor/a.go', 'a/third-party/x.py', 'examples/shop/compose.yml', 'a/testdata/x.go', 'src/__fixtures__/.env', 'test_data/a.yml'])('%s is foreign', (path) =>
  expect([isForeign(path), isOwnSource(path)]).toEqual([true, false]),
);

// What a test starts is started.
test.each(['tests/docker-compose.yml', 'e2e/compose.yml', 'src/test/java/A.java', 'build/resources/main/a.yml', 'docs/a.py', 'service/gen/a.go'])(
  '%s is no source of the application, and not foreign',
  (path) => expect([isForeign(path), isOwnSource(path)]).toEqual([false, false]),
);

test.each([
  'src/main/java/com/acme/test/A.java',
  'src/main/resources/samples/a.yml',
  'internal/cache/a.go',
  'src/main/resources/application.yml',
  'a.go',
  'example.go',
  'latest/a.py',
])("%s is the application's own", (path) => expect([isForeign(path), isOwnSource(path), isTemplate(path)]).toEqual([false, true, false]));

test.each(['templates/redis.conf', '{{ name }}/compose.yml', '{{name}}.yml'])('%s is a template', (path) => expect([isTemplate(path), isOwnSource(path)]).toEqual([true, false]));

// Spring's generator calls a new application so.
test('a demo is a showcase only where a language has such', () =>
  expect([isShowcase('demo/src/main/java/A.java'), isOwnSource('demo/src/main/java/A.java')]).toEqual([true, true]));

test.each([
  ['example', true, false],
  ['redis.conf.dist', true, false],
  ['compose-sample.yml', true, false],
  ['Procfile.bak', false, true],
  ['compose.old.yml', false, true],
  ['distribution.yml', false, false],
  ['samples', true, false],
  ['folder.yml', false, false],
])('the name %s', (name, template, copy) => expect([isTemplateName(name), isCopyName(name)]).toEqual([template, copy]));
