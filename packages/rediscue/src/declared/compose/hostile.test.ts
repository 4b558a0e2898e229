import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { named, readCompose, shown, variable } from './compose.fixture.ts';

const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index)).join('');
const fast = <T>(read: () => T): T => {
  const start = cpuMs();
  const result = read();
  expect(cpuMs() - start).toBeLessThan(3_000);
  return result;
};

describe('anchors and merge keys', () => {
  test('own keys win over merged ones, the first of several merged maps over the later', () => {
    const { programs } = readCompose({
      'compose.yml': `x-a: &a {A: a, B: a, C: a}
x-b: &b {B: b, D: b}
x-base: &base
  image: base
  environment: &env {Z: z}
services:
  one:
    <<: *base
    environment:
      B: own
      <<: [*b, *a]
  two:
    <<: *base
    image: two
  three: *base
`,
    });
    const one = named(programs, 'one');
    expect(['A', 'B', 'C', 'D', 'Z'].map((name) => variable(one, name)?.value)).toEqual(['a', 'own', 'a', 'b', undefined]);
    expect(shown(variable(one, 'D')?.place)).toBe('compose.yml:2:19');
    expect(programs.map(({ image }) => image?.value)).toEqual(['base', 'two', 'base']);
    expect(variable(named(programs, 'two'), 'Z')?.value).toBe('z');
  });

  test('rings and aliases without an anchor are told', () => {
    const { programs, problems } = readCompose({ 'compose.yml': 'x: &x\n  <<: *x\n  y: *x\nservices:\n  a: {image: i, environment: *none}\n' });
    expect(programs).toHaveLength(1);
    expect(problems.map(({ place, why }) => `${place.line}: ${why}`)).toEqual([
      '2: an alias stands inside of what it repeats',
      '3: an alias stands inside of what it repeats',
      '5: an alias has no anchor before it',
    ]);
  });

  test('a bomb of aliases goes off nowhere', () => {
    const lists = `x0: &a0 [x, x]\n${many(60, (index) => `x${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`)}]\n`)}`;
    const maps = `y0: &b0 {k: v}\n${many(60, (index) => `y${index + 1}: &b${index + 1} {a: *b${index}, b: *b${index}}\n`)}`;
    const text = `${lists}${maps}services: {a: {image: i, command: *a60, ports: *a60, environment: *a60, volumes: *a60, deploy: *b60, build: *b60, healthcheck: {test: *a60}}}`;
    const { programs } = fast(() => readCompose({ 'compose.yml': text, 'compose.override.yml': text }));
    expect(programs).toHaveLength(1);
  });

  test('what a few bytes repeat is bounded, and told', () => {
    const text = `x: &x\n${many(4_000, (index) => `  K${index}: v\n`)}services:\n${many(4_000, (index) => `  s${index}: {image: i, environment: *x}\n`)}`;
    const { programs, problems } = fast(() => readCompose({ 'compose.yml': text }));
    expect(programs.flatMap(({ layers }) => layers.flatMap(({ variables }) => variables)).length).toBeLessThan(60_000);
    expect(problems.some(({ why }) => why.includes('repeats too much'))).toBe(true);
    const merged = `x: &x\n${many(4_000, (index) => `  K${index}: v\n`)}services:\n${many(3_000, (index) => `  s${index}: {image: i, environment: {<<: *x}}\n`)}`;
    expect(fast(() => readCompose({ 'compose.yml': merged })).problems.some(({ why }) => why.includes('repeat too much'))).toBe(true);
  });
});

describe('text', () => {
  test('Windows line ends, a BOM, several documents', () => {
    const text = '\uFEFFversion: "3"\r\nservices:\r\n  api:\r\n    image: app\r\n    command: >-\r\n      a\r\n      b\r\n---\r\nservices:\r\n  api: {user: "1"}\r\n';
    const { programs, problems } = readCompose({ 'docker-compose.yml': text });
    expect(problems).toEqual([]);
    expect(programs).toMatchObject([{ name: 'api', image: { value: 'app' }, user: { value: '1' }, command: { value: ['a', 'b'] }, place: { line: 3, column: 3 } }]);
  });

  test('a tab, a key that stands twice: told with the place, the rest counts', () => {
    const { programs, problems } = readCompose({
      'compose.yml': 'services:\n  a:\n    image: one\n    image: two\n  b:\n    image: b\n',
      'x/compose.yml': 'services:\n  a:\n    image: x\n\tb: y\n',
    });
    expect(programs.filter(({ group }) => group === 'shop@.').map(({ image }) => image?.value)).toEqual(['two', 'b']);
    expect(problems[0]).toMatchObject({ place: { file: 'compose.yml', line: 4, column: 5 }, why: expect.stringContaining('line 3') });
    expect(problems.find(({ place }) => place.file === 'x/compose.yml')).toMatchObject({ place: { line: 4 }, why: expect.stringContaining('tab') });
  });

  test('no problem shows what stands in the file', () => {
    const secret = 'hunter2';
    const { problems, dangling } = readCompose({
      'compose.yml': `services:\n  a:\n    image: x\n    environment:\n      - A: ${secret}\n      - B="${secret}\n    command: "x '${secret}"\n    healthcheck: {test: [${secret}]}\n    mem_limit: ${secret}\n    ports: ["${secret}"]\n    volumes: ["::${secret}"]\n  b: "${secret}"\n${secret}: ${secret}: ${secret}\n  - "${secret}\n`,
      '.env': `A="${secret}\n${secret} ${secret}\n`,
    });
    expect(problems.length).toBeGreaterThan(6);
    expect(JSON.stringify([problems, dangling])).not.toContain(secret);
  });

  test('commented out lines, other YAML of that name and an empty file declare nothing', () => {
    const reading = readCompose({
      'a/compose.yml': '# services:\n#   redis: {image: redis}\n',
      'b/compose.yml': 'title: music\nparts: [a, b]\n',
      'c/compose.yml': '',
      'd/compose.yml': '- a\n- b\n',
      'e/compose.yml': 'services: {api: {image: a}} # redis: {image: redis}\n',
    });
    expect(reading.programs.map(({ name }) => name)).toEqual(['api']);
    expect(reading.problems.map(({ place }) => place.file)).toEqual(['d/compose.yml']);
  });

  test('services of the wrong shape do not hide the others', () => {
    const { programs } = readCompose({
      'compose.yml':
        'services: {a: , b: text, c: [x], d: {image: [x], environment: 5, ports: 80, networks: x, volumes: {a: b}, depends_on: x, healthcheck: y, deploy: z, build: , command: {a: b}, env_file: {path: }}, e: {image: e}}',
    });
    expect(programs.map(({ name }) => name)).toEqual(['d', 'e']);
  });
});

const sample = `name: x
x-env: &env {REDIS_URL: "redis://:\${PASS:-p}@redis:6379/0", A: , B: 012}
include: [other.yml]
services:
  api:
    build: {context: ./api, args: [V=1]}
    environment: {<<: *env, C: "\${D:?x}"}
    env_file: [a.env, {path: b.env, required: false}]
    ports: ["127.0.0.1:80:80", {target: 1, published: 2}, "1-3:4-6"]
    volumes: ["./redis.conf:/r:ro", "data:/d", {type: bind, source: ./x, target: /y}]
    depends_on: {redis: {condition: service_healthy}}
    networks: {back: {aliases: [x]}}
    extends: {file: other.yml, service: z}
  redis:
    image: redis:7
    command: redis-server --requirepass "$PASS"
    healthcheck: {test: [CMD, redis-cli, ping]}
    deploy: {resources: {limits: {memory: 1g}}, replicas: 2}
    profiles: [dev]
networks: {back: {internal: true}}
volumes: {data: }
`;

describe('anything may come', () => {
  const change = fc.tuple(
    fc.nat(sample.length),
    fc.nat(60),
    fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('\t', '\n', '"', '${', '*env', '<<: ', '- ', ': ', '{', '[', '&a ', '!reset ', '\0', '\r')),
  );
  test('changed files never throw, and every place is one of the file', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), (changes, isOverride) => {
        let text = sample;
        for (const [at, length, by] of changes) text = text.slice(0, at) + by + text.slice(at + length);
        const texts = {
          'compose.yml': isOverride ? sample : text,
          'compose.override.yml': isOverride ? text : sample,
          'other.yml': 'services: {z: {image: z}}',
          'a.env': text,
          '.env': 'PASS=p\n',
        };
        const { programs, problems, dangling } = readCompose(texts);
        const places = [
          ...programs.flatMap(({ place, layers }) => [place, ...layers.flatMap(({ variables }) => variables.map((each) => each.place))]),
          ...problems.map(({ place }) => place),
          ...(dangling ?? []).map(({ place }) => place),
        ];
        for (const { file, line, column } of places) {
          const lines = texts[file as keyof typeof texts].split('\n');
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        readCompose({ 'compose.yml': text, '.env': text, 'docker-compose.test.yml': `services: ${text}` });
      }),
    );
  });

  test.each([
    ['[', '['.repeat(200_000)],
    ['{a: ', '{a: '.repeat(50_000)],
    ['- ', '- '.repeat(100_000)],
    ['keys', many(20_000, (index) => `k${index}: v\n`)],
    ['aliases', `a: &a 1\nservices: {x: {image: i}}\n${many(20_000, (index) => `k${index}: *a\n`)}`],
    ['references', `services: {a: {image: x, environment: {A: "${'${A:-'.repeat(20_000)}${'}'.repeat(20_000)}", B: "${'$'.repeat(50_001)}"}}}`],
    ['ports', `services:\n${many(3_000, (index) => `  s${index}: {image: i, ports: ["1-65535:1-65535"]}\n`)}`],
    ['extends', `services:\n${many(4_000, (index) => `  s${index}: {extends: s${index + 1}, environment: {K${index}: 1}}\n`)}`],
    ['links', `services:\n${many(4_000, (index) => `  s${index}: {image: a, links: ["s0:a${index}"], network_mode: "service:s${index + 1}"}\n`)}`],
    ['size', `services: {a: {image: x}}\n${'#\n'.repeat(300_000)}`],
  ])('much of %s ends soon', (_, text) => {
    fast(() => readCompose({ 'compose.yml': text }));
  });
});
