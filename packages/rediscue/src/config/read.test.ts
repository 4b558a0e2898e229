import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRediscueError, type RediscueError } from '../errors.ts';
import { readConfig } from './read.ts';
import { settingsSchema } from './schema/index.ts';

const secret = 'hunter2hunter2';

function refusal(text: string): RediscueError {
  try {
    readConfig(text, 'rediscue.yaml');
  } catch (error) {
    if (isRediscueError(error)) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const whole = `# yaml-language-server: $schema=x
targets:
  cache:
    url: rediss://app@cache.internal:6380/0
    passwordEnv: REDIS_PASSWORD
    tls: { caFile: ca.pem, certFile: a.pem, keyFile: a.key }
  sessions: redis://sessions.internal
  jobs: { host: jobs.internal, port: 6390, database: 2, username: worker, passwordFile: /run/secrets/jobs, use: queue, readOnly: true }
  watched: { sentinels: ['s1:26379', s2], primary: main, sentinelPasswordEnv: SENTINEL_PASSWORD }
  parts: { nodes: ['n1:7000', '[::1]:7001'], tls: true }
  other: { urlEnv: OTHER_URL }
diagnose: { budget: 5s, window: 100ms, write: false }
audit: { ignore: [legacy/**], baseline: .rediscue-baseline.json }
app: { url: 'http://127.0.0.1:8080', health: 'http://127.0.0.1:8080/health', log: log/app.log }
`;

it('reads all settings, and knows where each stands', () => {
  const { settings, place } = readConfig(whole, 'rediscue.yaml');
  expect(Object.keys(settings.targets ?? {})).toEqual(['cache', 'sessions', 'jobs', 'watched', 'parts', 'other']);
  expect(settings).toMatchObject({ diagnose: { write: false }, audit: { ignore: ['legacy/**'] }, app: { log: 'log/app.log' } });
  expect(place(['targets', 'cache', 'passwordEnv'])).toEqual({ file: 'rediscue.yaml', line: 5, column: 5 });
  expect(place(['targets', 'cache', 'port'])).toEqual({ file: 'rediscue.yaml', line: 3, column: 3 });
});

it.each(['', '# nothing\n', '{}', 'targets: {}\n'])('takes %j, which says nothing', (text) => {
  expect(readConfig(text, 'rediscue.yaml').settings.targets ?? {}).toEqual({});
});

it('follows anchors and merge keys', () => {
  const { settings } = readConfig('targets:\n  a: &a { host: h, passwordEnv: P }\n  b:\n    <<: *a\n    database: 1\n', 'rediscue.yaml');
  expect(settings.targets?.b).toEqual({ host: 'h', passwordEnv: 'P', database: 1 });
});

describe('a fault is told with its line, the key, the value and what is allowed', () => {
  it.each([
    [
      'targets:\n  a:\n    host: h\n    prot: 1\n',
      'config/unknown-key',
      'rediscue.yaml:4: there is no setting targets.a.prot',
      /^Did you mean port\? There are url, urlEnv, host, port/,
    ],
    ['target:\n  a: redis://h\n', 'config/unknown-key', 'rediscue.yaml:1: there is no setting target', /^Did you mean targets\?/],
    [
      'targets:\n  a: { host: h, tls: { ca: x } }\n',
      'config/unknown-key',
      'rediscue.yaml:2: there is no setting targets.a.tls.ca',
      /^Did you mean caFile\? There are caFile, certFile/,
    ],
    ['targets:\n  a:\n    host: h\n    port: 70000\n', 'config/wrong-value', 'rediscue.yaml:4: targets.a.port cannot be "70000"', /^It has to be a port from 1 to 65535\.$/],
    ['targets:\n  a:\n    port: 70\n', 'config/wrong-value', 'rediscue.yaml:2: targets.a cannot be a map', /one of url, urlEnv, host, sentinels, nodes/],
    ['targets:\n  a: 6379\n', 'config/wrong-value', 'rediscue.yaml:2: targets.a cannot be a number', /a URL, or a map of settings/],
    ['targets:\n  "a b": redis://h\n', 'config/wrong-value', 'rediscue.yaml:2: targets.a b cannot be what stands there', /a name of letters/],
    ['targets:\n  a:\n', 'config/wrong-value', 'rediscue.yaml:2: targets.a cannot be empty', /a URL, or a map/],
    ['targets: [redis://h]\n', 'config/wrong-value', 'rediscue.yaml:1: targets cannot be a list', /a map: the name of each target/],
    ['targets:\n  a: { url: redis://h, host: h }\n', 'config/wrong-value', 'rediscue.yaml:2: targets.a.host cannot be what stands there', /left out beside url/],
    ['diagnose:\n  budget: 10\n', 'config/wrong-value', 'rediscue.yaml:2: diagnose.budget cannot be "10"', /a duration from 100ms to 10m/],
    ['diagnose:\n  write: "yes"\n', 'config/wrong-value', 'rediscue.yaml:2: diagnose.write cannot be "yes"', /true or false/],
    ['audit:\n  ignore: 3\n', 'config/wrong-value', 'rediscue.yaml:2: audit.ignore cannot be "3"', /a pattern of paths/],
    ['app:\n  url: cache\n', 'config/wrong-value', 'rediscue.yaml:2: app.url cannot be what stands there', /http:/],
    ['- a\n', 'config/wrong-value', 'rediscue.yaml:1: the file cannot be a list', /a map of settings/],
    ['diagnose:\n  write: 1\naudit:\n  x: 1\n', 'config/wrong-value', 'rediscue.yaml:2: diagnose.write cannot be "1"; 1 more line is wrong', /true or false/],
    ['targets:\n  a: "redis://h\n', 'config/not-yaml', /^rediscue\.yaml:\d is no valid YAML: /, null],
    ['targets:\n\ta: b\n', 'config/not-yaml', /a tab stands where spaces indent|cannot be understood/, null],
    ['a: 1\na: 2\n', 'config/not-yaml', 'rediscue.yaml:2 is no valid YAML: a key stands there twice', null],
    ['a: *nothing\n', 'config/not-yaml', /no anchor|lead nowhere/, null],
    ['a: 1\n---\nb: 2\n', 'config/not-yaml', /more than one document/, null],
  ])('%j', (text, code, message, hint) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code, exit: 2 });
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    if (hint === null) expect(error.hint).toBeNull();
    else expect(error.hint).toMatch(hint);
  });
});

it.each([
  `targets: { a: { host: h, passwordEnv: "${secret}!" } }`,
  `targets: { a: { host: h, username: [${secret}] } }`,
  `targets: { a: { url: { x: ${secret} } } }`,
  `targets: { a: { host: "app:${secret}@h" } }`,
  `targets: { a: { host: h, port: ${secret} } }`,
  `targets: { a: { host: h, pasword: ${secret} } }`,
  `targets: { a: { sentinels: ["redis://:${secret}@h"] } }`,
  `targets: { a: { host: h, readOnly: ${secret} } }`,
  `app: { url: "redis://:${secret}@h" }`,
  `targets: { a: "${secret}\nb`,
  `targets: { "redis://:${secret}@h": x }`,
  `"redis://:${secret}@h": x`,
  `targets: { a: *${secret} }`,
])('never repeats what may be a secret: %s', (text) => {
  const error = refusal(text);
  expect(`${error.message} ${error.hint}`).not.toContain(secret);
});

it('is refused when it nests or repeats without end', () => {
  expect(refusal(`targets: ${'['.repeat(20_000)}`).code).toBe('config/not-yaml');
  expect(refusal(`${'- '.repeat(20_000)}a`).code).toBe('config/not-yaml');
  expect(refusal(`${Array.from({ length: 3000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')}\n`).exit).toBe(2);
  const bombs = Array.from(
    { length: 9 },
    (_, index) =>
      `a${index}: &a${index} [${Array(9)
        .fill(index === 0 ? 'x' : `*a${index - 1}`)
        .join(', ')}]`,
  );
  expect(refusal(bombs.join('\n')).exit).toBe(2);
});

it('takes any mutation of a file, or refuses it in its own way, with its place and without what it holds', () => {
  const seed = whole.replace('passwordEnv: REDIS_PASSWORD', `password: ${secret}`).replace('sessions.internal', `:${secret}@sessions.internal`);
  const signs = ['\n', ' ', '\t', ':', '- ', '[', ']', '{', '}', '*', '&', '#', '"', "'", '|', '>', '!!', '<<', '__proto__', '\0', '\uFEFF', '---', '...', '%', '?', ',', '0', '~'];
  const edit = fc.record({ at: fc.nat(seed.length), cut: fc.nat(12), put: fc.oneof(fc.constantFrom(...signs), fc.string({ maxLength: 6 })) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      let text = seed;
      for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      try {
        readConfig(text, 'rediscue.yaml');
      } catch (error) {
        expect(isRediscueError(error)).toBe(true);
        const { code, message, hint } = error as RediscueError;
        expect(code).toMatch(/^config\//);
        expect(message).toContain('rediscue.yaml');
        expect(`${message} ${hint}`).not.toContain(secret);
      }
    }),
    { numRuns: 4000 },
  );
}, 60_000);

it('has a description for each setting, and is published for editors', () => {
  const described = (node: ReturnType<typeof settingsSchema>, path: string): void => {
    for (const [key, child] of Object.entries({ ...node.properties, ...node.anyOf?.find(({ properties }) => properties)?.properties })) {
      expect({ path: `${path}.${key}`, description: child.description }).toEqual({ path: `${path}.${key}`, description: expect.stringMatching(/\.$/) });
      described(child, `${path}.${key}`);
    }
  };
  described(settingsSchema(), '');
  const published = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../docs/reference/rediscue.schema.json'), 'utf8'));
  expect(published).toMatchObject(settingsSchema());
});
