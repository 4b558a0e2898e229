import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { packageScriptsReader } from './index.ts';

function read(texts: Record<string, string>) {
  const files = filesOf(texts);
  const { programs = [], dangling = [], problems } = packageScriptsReader.read(files.paths.filter(packageScriptsReader.detect), files);
  return { programs, dangling, problems };
}
const json = (scripts: Record<string, string>, more = {}) => JSON.stringify({ name: 'shop', scripts, ...more }, null, 2);
const missing = (scripts: Record<string, string>, others: Record<string, string> = {}) => read({ 'package.json': json(scripts), ...others }).dangling.map(({ name }) => name);

describe('programs', () => {
  test('are scripts that set a Redis', () => {
    const text = json({ 'test:unit': 'REDIS_URL="redis://localhost:6380/1" NODE_ENV=test jest', start: 'cross-env REDIS_HOST=cache node x' });
    const { programs, problems } = read({ 'api/package.json': text });
    expect(problems).toEqual([]);
    expect(programs).toMatchObject([
      {
        name: 'test:unit',
        format: 'package-scripts',
        group: 'api',
        folder: 'api',
        variant: 'test',
        runs: 'host',
        place: { file: 'api/package.json', line: 4, column: 19 },
        command: { value: ['jest'], place: { line: 4 } },
        layers: [
          {
            label: 'script test:unit',
            variables: [
              { name: 'REDIS_URL', value: 'redis://localhost:6380/1', place: { file: 'api/package.json', line: 4, column: 31 } },
              { name: 'NODE_ENV', value: 'test' },
            ],
          },
        ],
      },
      { name: 'start', variant: null, command: { value: ['node', 'x'] }, layers: [{ variables: [{ name: 'REDIS_HOST', value: 'cache', place: { line: 5, column: 36 } }] }] },
    ]);
    expect(text.split('\n')[3]?.slice(30)).toMatch(/^redis:/);
    expect(text.split('\n')[4]?.slice(35)).toMatch(/^cache/);
  });

  test('env files of a script are its layers', () => {
    const { programs } = read({
      'package.json': json({ e2e: 'A_REDIS=1 dotenv -e .env.test -e none -- jest', dev: 'node --env-file=.env --env-file=.env.dev x', other: 'dotenv -e .env.plain -- jest' }),
      '.env': 'REDIS_URL=redis://a\nHOST=h',
      '.env.dev': 'REDIS_URL=redis://${HOST}',
      '.env.test': 'REDIS_URL=redis://t',
      '.env.plain': 'LOG=1',
    });
    expect(programs.map(({ name, layers }) => [name, ...layers.map(({ label }) => label)])).toEqual([
      ['e2e', 'script e2e', 'env file .env.test'],
      ['dev', 'env file .env.dev', 'env file .env'],
    ]);
    expect(programs[1]?.layers[0]?.variables).toMatchObject([{ value: 'redis://${HOST}', unset: ['HOST'], place: { file: '.env.dev', line: 1 } }]);
  });

  test('servers that scripts start', () => {
    const { programs } = read({
      'package.json': json({ redis: 'redis-server --port 6380', dev: 'concurrently "redis-server ./redis.conf" "node x"', both: 'redis-server --daemonize yes && node x' }),
    });
    expect(programs.map(({ name, command }) => [name, command?.value])).toEqual([
      ['redis', ['redis-server', '--port', '6380']],
      ['dev/redis-server', ['redis-server', './redis.conf']],
      ['both/redis-server', ['redis-server', '--daemonize', 'yes']],
    ]);
  });

  test('a normal project has none', () => {
    expect(
      read({
        'package.json': json(
          {
            test: 'NODE_ENV=test jest',
            build: 'NODE_OPTIONS=--max-old-space-size=4096 vite build',
            dev: 'PORT=3000 tsx watch',
            cli: 'redis-cli ping',
            db: 'DATABASE_URL=postgres://x prisma migrate',
          },
          { dependencies: { redis: '^5' } },
        ),
      }),
    ).toEqual({ programs: [], dangling: [], problems: [] });
  });
});

describe('scripts that do not exist', () => {
  test.each([
    ['npm run lint', ['lint']],
    ['npm run lint && npm run here', ['lint']],
    ['npm run lint -- --fix', ['lint']],
    ['npm run -s lint', ['lint']],
    ['pnpm run lint', ['lint']],
    ['npm test', ['test']],
    ['npm-run-all here lint', ['lint']],
    ['run-p "here" "lint:*"', ['lint:*']],
    ['run-s here "here -- --watch"', []],
    ['concurrently "npm:lint" "npm run gone" npm:here', ['lint', 'gone']],
    ['yarn lint:all', ['lint:all']],
    ['yarn lint', []],
    ['yarn run jest', []],
    ['pnpm tsc', []],
    ['npm run $NAME', []],
    ['npm run', []],
    ['npm run here', []],
    ['npm run lint --if-present', []],
    ['npm run lint --workspaces', []],
    ['npm run lint -w nowhere', []],
    ['pnpm -r run lint', []],
    ['pnpm --filter x lint:all', []],
    ['cd nowhere && npm run lint', []],
    ['cd $DIR && npm run lint', []],
    ['npm --prefix web run lint', []],
    ['npm --prefix web run gone', ['gone']],
    ['npm run gone -w @shop/web', ['gone']],
    ['npm run gone --workspace=web', ['gone']],
    ['yarn workspace @shop/web lint', []],
    ['cd web && npm run gone', ['gone']],
    ['(cd web && npm run lint); npm run here', []],
    ['yarn web:only', []],
    ['npm install && npm ci && npm publish', []],
    ['echo "npm run lint"', []],
    ['# npm run lint', []],
  ])('%s', (line, names) => {
    expect(missing({ here: 'x', line }, { 'web/package.json': JSON.stringify({ name: '@shop/web', scripts: { lint: 'x', 'web:only': 'y' } }) })).toEqual(names);
  });

  test('have a place and who runs them', () => {
    expect(read({ 'package.json': json({ a: 'x \\"y\\" && npm run gone' }) }).dangling).toEqual([
      { kind: 'script', name: 'gone', by: 'a', place: { file: 'package.json', line: 4, column: 10 + 'x \\\\\\"y\\\\\\" && '.length + 1 } },
    ]);
  });

  test('`npm start` has a default', () => {
    expect(missing({ a: 'npm start' })).toEqual(['start']);
    expect(missing({ a: 'npm start' }, { 'server.js': '' })).toEqual([]);
  });
});

describe('what is no package', () => {
  test('is told, and what can be read counts', () => {
    expect(read({ 'package.json': '{"scripts": {"a": "npm run b",}}' })).toMatchObject({ problems: [{ place: { file: 'package.json', line: 1 } }], dangling: [{ name: 'b' }] });
    expect(read({ 'package.json': '[]' }).problems).toHaveLength(1);
    expect(read({ 'package.json': '{"a":'.repeat(200_000) }).problems).toHaveLength(1);
  });

  test('a template and installed ones are left alone', () => {
    expect(read({ 'package.json': '{"name": "{{ name }}", {% x %}}', 'node_modules/a/package.json': '{' }).problems).toEqual([]);
  });

  const sample = json({ a: 'REDIS_URL="redis://x" npm run b', c: 'dotenv -e .env -- redis-server', d: 'concurrently "npm:e-*" "redis-server"' });
  const change = fc.record({
    at: fc.nat(sample.length),
    length: fc.nat(20),
    put: fc.oneof(fc.string({ maxLength: 4, unit: 'binary' }), fc.constantFrom('\\', '"', "'", '\\n', '{', ',', '$(')),
  });
  test('whatever comes is read', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const text = changes.reduce((whole, { at, length, put }) => whole.slice(0, at) + put + whole.slice(at + length), sample);
        const { programs, dangling, problems } = read({ 'package.json': text, '.env': text });
        for (const { place } of [...programs, ...dangling, ...problems]) expect(place.line ?? 1).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
      }),
    );
  });

  test.each(['npm run a && ', 'A_REDIS=1 ', 'redis-server && ', 'concurrently "npm:a" && ', 'npm-run-all * ', 'cd a && '])('many of %j end soon', (part) => {
    const started = cpuMs();
    read({ 'package.json': json({ x: part.repeat(50_000) }) });
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});
