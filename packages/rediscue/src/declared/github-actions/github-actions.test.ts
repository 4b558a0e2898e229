import { describe, expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import type { PipelineJob, PipelineStep } from './index.ts';
import { githubActionsReader } from './index.ts';

const file = '.github/workflows/ci.yml';
function read(text: string, others: Record<string, string> = {}) {
  const files = filesOf({ [file]: text, ...others });
  const { programs = [], dangling = [], objects = [], problems } = githubActionsReader.read(files.paths.filter(githubActionsReader.detect), files);
  return { programs, dangling, objects, problems };
}
/** A job `test` with these lines, indented below it. */
const job = (...lines: string[]) => read(['on: push', 'jobs:', '  test:', '    runs-on: ubuntu-latest', ...lines.map((line) => `    ${line}`), ''].join('\n'));
const service = (...lines: string[]) => job('services:', '  redis:', ...lines.map((line) => `    ${line}`)).programs.find(({ name }) => name === 'redis');
const steps = (...lines: string[]) => job('steps:', ...lines.map((line) => `  ${line}`));
const told = (programs: ReturnType<typeof read>['programs']) =>
  programs.map(({ name, layers }) => [name, ...layers.flatMap(({ variables }) => variables.map((variable) => `${variable.name}=${variable.value}`))]);

const dataOf = (object: { data: unknown } | undefined) => (object ?? { data: {} }).data as PipelineStep;

describe('a job on the runner', () => {
  const text = `name: CI
on: [push, pull_request]
permissions:
  contents: read
env:
  REDIS_DB: 3
  REDIS_HOST: weakest
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    environment: { name: staging }
    env:
      REDIS_HOST: localhost
      REDIS_PASSWORD: \${{ secrets.REDIS_PASSWORD || 'hunter2' }}
      REDIS_PORT: \${{ job.services.redis.ports[6379] }}
    services:
      redis:
        image: redis:7.2
        ports:
          - 6380:6379
        options: >-
          --health-cmd "redis-cli ping" --health-interval 10s
          --health-timeout=5s --health-retries 5
    steps:
      - uses: actions/checkout@v4
      - name: Unit
        env:
          REDIS_URL: redis://localhost:\${{ job.services.redis.ports['6379'] }}/0
        run: npm test
`;
  const { programs, objects, problems } = read(text);

  test("is a program with the variables of its steps, its own and the workflow's", () => {
    expect(problems).toEqual([]);
    expect(programs[0]).toMatchObject({
      name: 'test',
      format: 'github-actions',
      place: { file, line: 9, column: 3 },
      group: `${file}#test`,
      runs: 'host',
      variant: null,
      folder: null,
      dependsOn: [{ name: 'redis' }],
      layers: [
        { label: 'env of Unit', variables: [{ name: 'REDIS_URL', value: 'redis://localhost:6380/0', place: { line: 29, column: 22 } }] },
        {
          label: 'env of test',
          variables: [
            { name: 'REDIS_HOST', value: 'localhost', place: { line: 14, column: 19 } },
            { name: 'REDIS_PASSWORD', value: null, from: { what: 'the secret REDIS_PASSWORD', place: null } },
            { name: 'REDIS_PORT', value: '6380' },
          ],
        },
        { label: `env of ${file}`, variables: [{ name: 'REDIS_DB', value: '3' }, { name: 'REDIS_HOST', value: 'weakest' }] },
      ],
    }); // biome-ignore format: short
  });

  test('reaches its services at what they publish', () => {
    expect(programs[1]).toMatchObject({
      name: 'redis',
      group: `${file}#test`,
      runs: 'container',
      image: { value: 'redis:7.2', place: { line: 19, column: 16 } },
      ports: [{ inside: 6379, outside: 6380, address: null, place: { line: 21, column: 13 } }],
      healthCheck: { value: ['redis-cli ping'] },
      reachedAs: ['localhost', '127.0.0.1'],
    });
    expect(objects.find(({ kind }) => kind === 'pipeline-service')?.data).toEqual({
      file,
      job: 'test',
      intervalSeconds: 10,
      timeoutSeconds: 5,
      startPeriodSeconds: null,
      retries: 5,
    });
  });

  test('is told with its rights and limits, and its steps', () => {
    expect(objects.find(({ kind }) => kind === 'pipeline-job')?.data).toMatchObject({
      workflow: 'CI',
      triggers: ['push', 'pull_request'],
      runsOn: ['ubuntu-latest'],
      environment: 'staging',
      timeoutMinutes: 10,
      permissions: null,
      workflowPermissions: { contents: 'read' },
      services: ['redis'],
      hasConcurrency: false,
      steps: 2,
    } satisfies Partial<PipelineJob>);
    expect(objects.filter(({ kind }) => kind === 'pipeline-step').map(({ data }) => data)).toMatchObject([
      { index: 1, uses: { action: 'actions/checkout', ref: 'v4', kind: 'repository', isPinned: false, place: { line: 26, column: 15 } }, run: null, environment: 'staging' },
      { index: 2, name: 'Unit', uses: null, run: { text: 'npm test', place: { line: 30, column: 14 } } },
    ]);
  });

  test('no secret leaves the values', () => {
    expect(JSON.stringify({ objects, labels: programs.map(({ layers }) => layers.map(({ label, variables }) => [label, variables.map(({ from }) => from)])) })).not.toContain(
      'hunter2',
    );
  });
});

describe('variables of the workflow', () => {
  const env = ['env: { REDIS_URL: "redis://localhost:6379", LOG: 1 }', 'jobs:'];
  const names = (...lines: string[]) =>
    read([...env, ...lines].join('\n')).programs.map(({ name, layers }) => `${name} ${layers.flatMap(({ variables }) => variables.map((variable) => variable.name)).join()}`);

  test('count for the jobs that have a Redis, where one has', () => {
    expect(names('  lint: { steps: [{ run: npm run test:types }] }', '  test: { services: { redis: { image: redis } } }')).toEqual(['lint LOG', 'test REDIS_URL,LOG', 'redis ']);
  });

  test('else for those that test', () => {
    expect(names('  lint: { steps: [{ run: npm run lint }] }', '  check: { steps: [{ run: npm test }] }')).toEqual(['lint LOG', 'check REDIS_URL,LOG']);
  });

  test('and for those that say something of it themselves', () => {
    expect(names('  migrate: { env: { REDIS_DB: 1 } }', '  test: { steps: [{ run: docker compose up -d }] }')).toEqual(['migrate REDIS_DB,REDIS_URL,LOG', 'test REDIS_URL,LOG']);
  });
});

describe('a job in a container', () => {
  test('reaches its services by their names', () => {
    const { programs } = job(
      'container: node:24',
      'services:',
      '  cache:',
      '    image: redis',
      '    options: --network-alias store --name other',
      'env:',
      '  REDIS_URL: redis://cache:6379',
    );
    expect(programs).toMatchObject([
      { name: 'test', runs: 'container', image: { value: 'node:24' }, networks: [{ name: 'test' }], hostNetwork: false },
      { name: 'cache', networks: [{ name: 'test', aliases: ['cache', 'store', 'other'] }], reachedAs: ['cache', 'store', 'other'], ports: [] },
    ]);
  });

  test('has the variables of its container', () => {
    expect(told(job('container:', '  image: node', '  env:', '    REDIS_HOST: x').programs)).toEqual([['test', 'REDIS_HOST=x']]);
  });
});

describe('a service', () => {
  test.each([
    ['6379', [6379, null, null]],
    ['6380:6379', [6379, 6380, null]],
    ["'127.0.0.1:6380:6379/tcp'", [6379, 6380, '127.0.0.1']],
    ['6379/tcp', [6379, null, null]],
  ])('port %s', (port, expected) => {
    const [found] = service('image: redis', 'ports:', `  - ${port}`)?.ports ?? [];
    expect([found?.inside, found?.outside, found?.address]).toEqual(expected);
  });

  test('options', () => {
    const found = service(
      'image: redis',
      "options: --health-cmd 'redis-cli -a x ping' --entrypoint redis-server -e A=b -p6380:6379 --memory 256m --restart always --user 999 -v x:/data",
    );
    expect(found).toMatchObject({
      healthCheck: { value: ['redis-cli -a x ping'], place: { line: 8, column: 31 } },
      command: { value: ['redis-server'] },
      layers: [{ variables: [{ name: 'A', value: 'b' }] }],
      ports: [{ inside: 6379, outside: 6380 }],
      memoryLimitBytes: { value: 256 * 1024 * 1024 },
      restart: { value: 'always' },
      user: { value: '999' },
    });
    expect(service('image: redis', 'options: --no-healthcheck')?.healthCheck?.value).toBeNull();
  });

  test('variables and volumes', () => {
    expect(service('image: bitnami/redis', 'env:', '  ALLOW_EMPTY_PASSWORD: yes', 'volumes:', '  - data:/data:ro', '  - /x:/y')).toMatchObject({
      layers: [{ label: 'env of redis', variables: [{ name: 'ALLOW_EMPTY_PASSWORD', value: 'yes' }] }],
      mounts: [
        { kind: 'volume', source: 'data', target: '/data', readOnly: true },
        { kind: 'bind', source: '/x', target: '/y', readOnly: false },
      ],
    });
  });

  test('an image of a matrix with one value is known, one of several is not', () => {
    const of = (values: string) => job('strategy:', '  matrix:', `    redis: ${values}`, 'services:', '  redis:', '    image: redis:${{ matrix.redis }}').programs[1]?.image?.value;
    expect(of('[7]')).toBe('redis:7');
    expect(of('[6, 7]')).toBe('redis:${{ matrix.redis }}');
  });

  test('a port that docker chooses is not known', () => {
    const { programs } = job('services:', '  redis:', '    image: redis', '    ports: [6379]', 'env:', '  REDIS_PORT: ${{ job.services.redis.ports[6379] }}');
    expect(programs[0]?.layers[0]?.variables).toMatchObject([{ value: null, from: { what: 'an expression' } }]);
  });
});

describe('steps', () => {
  test('that are told of different servers are programs of their own', () => {
    const { programs } = steps(
      '- name: six',
      '  run: a',
      '  env: { REDIS_URL: redis://localhost:1 }',
      '- name: seven',
      '  run: a',
      '  env: { REDIS_URL: redis://localhost:2 }',
      '- run: b',
      '  env: { X: 1 }',
    );
    expect(told(programs)).toEqual([
      ['test/six', 'REDIS_URL=redis://localhost:1'],
      ['test/seven', 'REDIS_URL=redis://localhost:2'],
    ]);
  });

  test('set variables in their scripts, for themselves and for later ones', () => {
    const { programs } = steps(
      '- run: |',
      '    # export REDIS_URL=no',
      '    echo "REDIS_HOST=h" >> "$GITHUB_ENV"',
      '    if [ -n "$X" ]; then export REDIS_DB=9; fi',
      '- run: |',
      '    REDIS_URL="redis://$REDIS_HOST:1" npm test',
      '    LOG=1 npm test',
    );
    expect(programs[0]?.layers).toMatchObject([
      { label: 'run of step 2', variables: [{ name: 'REDIS_URL', value: 'redis://h:1', place: { file, line: 11, column: 22 } }] },
      { label: 'GITHUB_ENV', variables: [{ name: 'REDIS_HOST', value: 'h', place: { line: 8, column: 16 } }] },
    ]);
  });

  test.each([
    ['- run: redis-server --port 7000 --daemonize yes', { name: 'redis-server', runs: 'host', command: { value: ['redis-server', '--port', '7000', '--daemonize', 'yes'] } }],
    [
      '- run: docker run -d --name r -p 6380:6379 -e A=b redis:7 redis-server --requirepass x',
      { name: 'r', runs: 'container', image: { value: 'redis:7' }, ports: [{ inside: 6379, outside: 6380 }], command: { value: ['redis-server', '--requirepass', 'x'] } },
    ],
    [
      '- { uses: supercharge/redis-github-action@1.8.0, with: { redis-port: 6390, redis-password: x } }',
      { name: 'redis', command: { value: ['redis-server', '--port', '6390', '--requirepass', 'x'] }, ports: [{ outside: 6390 }] },
    ],
    ['- run: sudo service redis-server start', { name: 'redis', runs: 'host', ports: [{ outside: 6379 }] }],
    ['- run: sudo apt-get update && sudo apt-get install -y redis-server', { name: 'redis', runs: 'host', ports: [{ outside: 6379 }] }],
    ['- uses: shogo82148/actions-setup-redis@v1', { name: 'redis', ports: [{ outside: 6379 }] }],
  ])('may start a server: %s', (line, expected) => {
    // biome-ignore format: a list to read
    expect(steps(line).programs[1]).toMatchObject({ ...expected, reachedAs: ['localhost', '127.0.0.1'] });
  });

  test.each([
    '- run: docker run alpine',
    '- run: docker run oliver006/redis_exporter',
    '- run: redis-cli ping',
    '- run: ./src/redis-server test all',
    '- run: redis-server --version',
    '- run: apt-get install redis-tools',
    '- run: echo redis-server',
    '- { uses: actions/cache@v4 }',
  ])('start none: %s', (line) => {
    expect(steps(line).programs).toHaveLength(1);
  });

  test.each([
    ['a/b@v1', false, 'repository', 'v1'],
    ['a/b/c@0123456789012345678901234567890123456789', true, 'repository', '0123456789012345678901234567890123456789'],
    ['./local', true, 'local', null],
    ['docker://alpine:3', false, 'docker', null],
  ])('%s', (uses, isPinned, kind, ref) => {
    expect(dataOf(steps(`- uses: ${uses}`).objects.at(-1)).uses).toMatchObject({ isPinned, kind, ref });
  });

  test('are shown without secrets', () => {
    const { objects } = steps(
      '- run: |',
      '    curl -u me:hunter2 -H "Authorization: Bearer hunter2" https://x:hunter2@h',
      '    export REDISCLI_AUTH=hunter2 API_TOKEN=hunter2 DB_PASSWORD="hunter2 hunter2"',
      "    redis-cli -a hunter2 --pass 'hunter2' ping > out",
      '    redis-cli -a $PASSWORD ping; login --token ${{ secrets.TOKEN }}',
      '- uses: a/b@v1',
      '  with: { password: hunter2, token: "${{ secrets.X }}", args: --password hunter2 }',
    );
    const shown = JSON.stringify(objects);
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('redis-cli -a $PASSWORD ping; login --token ${{ secrets.TOKEN }}');
    expect(shown).toContain('ping > out');
    expect(dataOf(objects.at(-1)).with).toEqual({ password: '***', token: '${{ secrets.X }}', args: '--password ***' });
  });

  test('a shell of another kind sets nothing', () => {
    expect(steps('- run: REDIS_URL=x y', '  shell: pwsh').programs[0]?.layers).toEqual([]);
  });
});

describe('scripts that do not exist', () => {
  const packages = { 'package.json': '{"scripts": {"lint": "x"}}', 'web/package.json': '{"scripts": {"build": "x"}}' };
  const missing = (...lines: string[]) =>
    read(['on: push', 'jobs:', '  test:', '    runs-on: x', '    steps:', ...lines.map((line) => `      ${line}`)].join('\n'), packages).dangling.map(({ name }) => name);
  const checkout = '- uses: actions/checkout@v4';

  test('are told with their place', () => {
    const text = ['jobs:', '  test:', '    steps:', `      ${checkout}`, '      - name: Lint', '        run: |', '          npm ci', '          npm run lnt'].join('\n');
    expect(read(text, packages).dangling).toEqual([{ kind: 'script', name: 'lnt', by: 'Lint of test', place: { file, line: 8, column: 11 } }]);
  });

  test.each([
    [[checkout, '- run: npm run lint'], []],
    [[checkout, '- run: npm run build'], ['build']],
    [[checkout, '- run: npm run build', '  working-directory: web'], []],
    [[checkout, '- run: cd web && npm run lint'], ['lint']],
    [[checkout, '- run: npm run ${{ matrix.task }}'], []],
    [[checkout, '- run: npm run build', '  working-directory: ${{ matrix.dir }}'], []],
    [[checkout, '- run: npm run build', '  working-directory: nowhere'], []],
    [['- run: npm run build'], []],
    [[checkout, '  with: { repository: a/b }', '- run: npm run build'], []],
    [[checkout, '- run: git checkout v1', '- run: npm run build'], []],
  ])('%j', (lines, names) => {
    expect(missing(...lines)).toEqual(names);
  });

  test("the directory may be the job's or the workflow's", () => {
    const text = ['defaults: { run: { working-directory: web } }', 'jobs:', '  test:', '    steps:', `      ${checkout}`, '      - run: npm run lint'].join('\n');
    expect(read(text, packages).dangling.map(({ name }) => name)).toEqual(['lint']);
  });
});

test.each(['ci.yml', '.github/ci.yml', 'x/.github/workflows/ci.yml', '.github/workflows/a/b.yml', '.github/workflows/ci.yml.off'])('%s is none', (path) => {
  expect(githubActionsReader.detect(path)).toBe(false);
});
