import { describe, expect, test } from 'vitest';
import { named, readCompose, shown, variable } from './compose.fixture.ts';
import { composeReader } from './index.ts';

const base = 'services:\n  api:\n    image: app\n    environment: {A: base, B: base}\n    ports: ["1:1"]\n  redis:\n    image: redis:7\n';

describe('names', () => {
  test.each([
    'docker-compose.yml',
    'a/compose.yaml',
    'docker-compose.override.yaml',
    'docker-compose.test.yml',
    'compose-dev.yml',
    'docker-compose-ci.yaml',
    'dev.docker-compose.yml',
  ])('%s', (path) => {
    expect(composeReader.detect(path)).toBe(true);
  });
  test.each([
    'docker-compose.example.yml',
    'docker-compose.yml.dist',
    'docker-compose.dist.yml',
    'docker-compose.template.yaml',
    'examples/docker-compose.yml',
    'test/fixtures/docker-compose.yml',
    '{{cookiecutter.slug}}/docker-compose.yml',
    'composer.yml',
    'decompose.yml',
    'docker-compose.json',
    'deploy.yml',
  ])('not %s', (path) => {
    expect(composeReader.detect(path)).toBe(false);
  });
});

describe('override files', () => {
  test('are merged by the rules of the specification', () => {
    const over = `services:
  api:
    environment: [B=over, "C=over"]
    ports: ["2:2", "1:1"]
    volumes: ["./other:/data"]
    command: !override [x]
  extra: {image: e}
`;
    const first = base.replace('ports:', 'volumes: ["./one:/data", "./two:/two"]\n    command: [a, b]\n    ports:');
    const { programs } = readCompose({ 'docker-compose.yml': first, 'docker-compose.override.yml': over });
    const api = named(programs, 'api');
    expect(['A', 'B', 'C'].map((name) => variable(api, name)?.value)).toEqual(['base', 'over', 'over']);
    expect(shown(variable(api, 'A')?.place)).toBe('docker-compose.yml:4:22');
    expect(shown(variable(api, 'B')?.place)).toBe('docker-compose.override.yml:3:21');
    expect(api.ports.map(({ outside }) => outside)).toEqual([1, 2]);
    expect(api.mounts.map(({ source }) => source)).toEqual(['other', 'two']);
    expect(api.command?.value).toEqual(['x']);
    expect(programs.map(({ name, variant, group }) => `${name} ${variant} ${group}`)).toEqual(['api null shop@.', 'redis null shop@.', 'extra null shop@.']);
  });

  test('!reset takes away; a name without a value hides the base’s', () => {
    const { programs } = readCompose({ 'compose.yml': base, 'compose.override.yml': 'services: {api: {ports: !reset [], environment: {A: }}}' });
    expect(named(programs, 'api').ports).toEqual([]);
    expect(variable(named(programs, 'api'), 'A')).toMatchObject({ value: null, unset: ['A'] });
  });

  test('of several names compose takes the first, the stale one is left out', () => {
    const { programs, objects } = readCompose({ 'compose.yaml': base, 'docker-compose.yml': 'services: {old: {image: redis:3}}' });
    expect(programs.map(({ name }) => name)).toEqual(['api', 'redis']);
    expect(objects?.find(({ kind }) => kind === 'compose-project')?.data).toMatchObject({ files: ['compose.yaml'], ignored: ['docker-compose.yml'] });
  });

  test('COMPOSE_FILE of .env names the files', () => {
    const { programs } = readCompose({
      'docker-compose.yml': base,
      'docker-compose.dev.yml': 'services: {api: {environment: {A: dev}}}',
      '.env': 'COMPOSE_FILE=docker-compose.yml:docker-compose.dev.yml\n',
    });
    expect(programs.map(({ group, name }) => `${group} ${name}`)).toEqual(['shop@. api', 'shop@. redis']);
    expect(variable(named(programs, 'api'), 'A')?.value).toBe('dev');
  });
});

describe('variants', () => {
  const groups = (files: Record<string, string>) => [...new Set(readCompose(files).programs.map(({ group, variant, name }) => `${group} ${variant} ${name}`))];

  test('what only extends the base is laid over it, without the override file, and kept apart', () => {
    const files = {
      'docker-compose.yml': base,
      'docker-compose.override.yml': 'services: {api: {environment: {A: local}}}',
      'docker-compose.prod.yml': 'services: {api: {environment: {B: prod}}}',
    };
    expect(groups(files)).toEqual(['shop@. null api', 'shop@. null redis', 'shop@.#prod prod api', 'shop@.#prod prod redis']);
    const { programs } = readCompose(files);
    const prod = named(programs, 'api', 'shop@.#prod');
    expect(['A', 'B'].map((name) => variable(prod, name)?.value)).toEqual(['base', 'prod']);
    expect(['A', 'B'].map((name) => variable(named(programs, 'api', 'shop@.'), name)?.value)).toEqual(['local', 'base']);
  });

  test('what has services of its own stands alone', () => {
    expect(groups({ 'docker-compose.yml': base, 'docker-compose.test.yml': 'services: {redis: {image: redis:6}, tests: {build: .}}' })).toEqual([
      'shop@. null api',
      'shop@. null redis',
      'shop@.#test test redis',
      'shop@.#test test tests',
    ]);
    expect(
      groups({ 'docker-compose.yml': base, 'docker-compose.prod.yml': 'services: {api: {image: a}, redis: {image: r}}' }).filter((each) => each.includes('prod')),
    ).toHaveLength(2);
  });

  test('one that needs the base is laid over it although it adds services', () => {
    expect(groups({ 'docker-compose.yml': base, 'docker-compose.ci.yml': 'services: {api: {restart: "no"}, tests: {image: t}}' })).toContain('shop@.#ci ci redis');
  });

  test('a command that is written down decides', () => {
    const files = { 'docker-compose.yml': base, 'docker-compose.test.yml': 'services: {redis: {image: redis:6}, tests: {build: .}}' };
    expect(groups({ ...files, Makefile: 'test:\n\tdocker compose -f docker-compose.yml \\\n\t  -f docker-compose.test.yml up\n' })).toContain('shop@.#test test api');
    expect(
      groups({ ...files, 'docker-compose.test.yml': 'services: {redis: {image: redis:6}}', 'package.json': '{"scripts":{"t":"docker-compose -f docker-compose.test.yml up"}}' }),
    ).not.toContain('shop@.#test test api');
  });

  test('an override of a variant lies over that variant', () => {
    const files = {
      'docker-compose.yml': base,
      'docker-compose.test.yml': 'services: {api: {environment: {A: test}}}',
      'docker-compose.test.override.yml': 'services: {api: {environment: {B: over}}}',
    };
    expect(groups(files)).toContain('shop@.#test.override test redis');
    const api = named(readCompose(files).programs, 'api', 'shop@.#test.override');
    expect(['A', 'B'].map((name) => variable(api, name)?.value)).toEqual(['test', 'over']);
  });

  test('profiles are variants unless they are on', () => {
    const text = 'services: {api: {image: a}, debug: {image: d, profiles: [debug, full]}}';
    expect(groups({ 'compose.yml': text })).toEqual(['shop@. null api', 'shop@. debug debug', 'shop@. full debug']);
    expect(groups({ 'compose.yml': text, '.env': 'COMPOSE_PROFILES=x,debug\n' })).toEqual(['shop@. null api', 'shop@. null debug']);
  });
});

describe('projects', () => {
  test('of a monorepo are apart, even with one name', () => {
    const { programs } = readCompose({
      'docker-compose.yml': base,
      'a/docker-compose.yml': `name: same\n${base}`,
      'b/docker-compose.yml': base,
      'b/.env': 'COMPOSE_PROJECT_NAME=same\n',
    });
    expect([...new Set(programs.map(({ group }) => group))].toSorted()).toEqual(['same@a', 'same@b', 'shop@.']);
  });

  test('each has the .env of its own folder', () => {
    const text = 'services: {api: {image: a, environment: {H: "${H}"}}}';
    const { programs } = readCompose({ 'a/compose.yml': text, 'a/.env': 'H=a\n', 'b/compose.yml': text, 'b/.env': 'H=b\n', '.env': 'H=root\n' });
    expect(programs.map((program) => variable(program, 'H')?.value)).toEqual(['a', 'b']);
  });

  test('COMPOSE_PROJECT_NAME beats the name of the file, which is known to references', () => {
    const text = 'name: shop-${STAGE:-dev}\nservices: {api: {image: a, environment: {P: "${COMPOSE_PROJECT_NAME}"}}}';
    expect(readCompose({ 'compose.yml': text }).programs.map((each) => [each.group, variable(each, 'P')?.value])).toEqual([['shop-dev@.', 'shop-dev']]);
    expect(readCompose({ 'compose.yml': text }, { COMPOSE_PROJECT_NAME: 'mine' }).programs[0]?.group).toBe('mine@.');
  });
});

describe('include', () => {
  test('short and long, with own folder and .env, and the outer file on top', () => {
    const { programs, problems } = readCompose({
      'compose.yml':
        'include:\n  - redis/compose.yml\n  - path: [db/a.yml, db/b.yml]\n    project_directory: .\n    env_file: db/own.env\nservices: {redis: {restart: always}, api: {image: a}}\n',
      'redis/compose.yml': 'services: {redis: {image: "redis:${V}", env_file: r.env, volumes: ["./data:/data"]}}',
      'redis/.env': 'V=7\nW=redis\n',
      'redis/r.env': 'X=1\n',
      'db/a.yml': 'services: {db: {image: "pg:${V}", volumes: ["./data:/data"]}}',
      'db/b.yml': 'services: {db: {restart: "no"}}',
      'db/own.env': 'V=16\n',
    });
    expect(problems).toEqual([]);
    expect(programs.map(({ name, group }) => `${name} ${group}`).toSorted()).toEqual(['api shop@.', 'db shop@.', 'redis shop@.']);
    const redis = named(programs, 'redis', 'shop@.');
    expect([redis.image?.value, redis.restart?.value, redis.mounts[0]?.source, variable(redis, 'X')?.value]).toEqual(['redis:7', 'always', 'redis/data', '1']);
    const db = named(programs, 'db');
    expect([db.image?.value, db.restart?.value, db.mounts[0]?.source]).toEqual(['pg:16', 'no', 'data']);
  });

  test('the outer variables win over an included .env', () => {
    const files = { 'compose.yml': 'include: [a/compose.yml]\nservices: {}\n', 'a/compose.yml': 'services: {x: {image: "i:${V}"}}', 'a/.env': 'V=inner\n', '.env': 'V=outer\n' };
    expect(named(readCompose(files).programs, 'x', 'shop@.').image?.value).toBe('i:outer');
  });

  test('what is not there, elsewhere, or a ring is told, and the rest counts', () => {
    const { programs, problems } = readCompose({
      'compose.yml': 'include: [gone.yml, "oci://x/y", a.yml]\nservices: {api: {image: a}}\n',
      'a.yml': 'include: [compose.yml]\nservices: {b: {image: b}}\n',
    });
    expect(programs.map(({ name }) => name)).toEqual(['b', 'api']);
    expect(problems.map(({ place }) => shown(place)).toSorted()).toEqual(['a.yml:1:11', 'compose.yml:1:11', 'compose.yml:1:21']);
  });
});

describe('extends', () => {
  test('of the same file, another one and on, with paths of their own folder', () => {
    const { programs, dangling, problems } = readCompose({
      'docker-compose.yml':
        'services:\n  a:\n    extends: b\n    environment: {X: a}\n  b:\n    extends: {file: common/docker-compose.common.yml, service: base}\n    environment: [Y=b]\n',
      'common/docker-compose.common.yml': 'services: {base: {build: ., env_file: c.env, environment: {X: base, Y: base, Z: "${Z}"}, networks: [n]}}\nnetworks: {n: }\n',
      'common/c.env': 'Q=1\n',
      '.env': 'Z=outer\n',
      'common/.env': 'Z=inner\n',
    });
    expect(programs.map(({ name, group }) => `${name} ${group}`)).toEqual(['a shop@.', 'b shop@.']);
    const a = named(programs, 'a');
    expect(['X', 'Y', 'Z', 'Q'].map((name) => variable(a, name)?.value)).toEqual(['a', 'b', 'outer', '1']);
    expect(a.folder).toBe('common');
    // Networks are not taken over from the other file: the reference leads nowhere, and compose refuses it.
    expect(dangling?.map(({ kind, name, by }) => `${kind} ${name} ${by}`)).toEqual(['network n a', 'network n b']);
    expect(problems).toEqual([]);
  });

  test('rings are told', () => {
    const { programs, problems } = readCompose({ 'compose.yml': 'services: {a: {extends: b, image: x}, b: {extends: {service: a}}}' });
    expect(programs).toHaveLength(2);
    expect(problems).toMatchObject([{ why: 'the service extends itself' }]);
  });
});

test('a development container is made of the files that its description names', () => {
  const { programs, dangling = [] } = readCompose({
    'docker-compose.base.yml': 'services:\n  redis:\n    image: redis:7.4\n',
    '.devcontainer/docker-compose.yml': 'services:\n  app:\n    image: app\n    depends_on: [redis]\n',
    '.devcontainer/devcontainer.json':
      '// what the editor starts\n{\n  "dockerComposeFile": [\n    "../docker-compose.base.yml", // the servers\n    "docker-compose.yml"\n  ],\n  "service": "app"\n}\n',
  });
  expect(dangling).toEqual([]);
  const app = named(programs, 'app');
  expect(programs.some(({ name, group }) => name === 'redis' && group === app.group)).toBe(true);
});
