import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { dotenvReader } from './reader.ts';

function read(texts: Record<string, string>, environment: Record<string, string> = {}) {
  const files = filesOf(texts, environment);
  const { variables = [], problems } = dotenvReader.read(files.paths.filter(dotenvReader.detect), files);
  return { variables, problems };
}
const values = (texts: Record<string, string>, environment = {}) =>
  Object.fromEntries(read(texts, environment).variables.map(({ file, variables }) => [file, Object.fromEntries(variables.map(({ name, value }) => [name, value]))]));

describe('names', () => {
  test.each([
    ['.env', '.', null],
    ['.env.local', '.', 'local'],
    ['.env.staging', '.', 'staging'],
    ['.env.production.local', '.', 'production'],
    ['.env-docker', '.', 'docker'],
    ['.env.defaults', '.', null],
    ['api/.env', 'api', null],
    ['prod.env', '.', 'prod'],
    ['.docker.env', '.', 'docker'],
    ['api/env/staging.env', 'api', 'staging'],
    ['env/.env', '.', null],
    ['.envrc', '.', null],
  ])('%s', (path, folder, variant) => {
    expect(read({ [path]: 'export A=1' }).variables).toMatchObject([{ file: path, folder, variant, variables: [{ name: 'A', value: '1' }] }]);
  });

  test.each([
    '.env.example',
    '.env.sample',
    '.env.template',
    '.env.dist',
    '.env.tpl',
    '.env.default',
    'example.env',
    'redis-sample.env',
    '.env.production.example',
    '.env.example.local',
    '.env-example',
    '.env.md',
    '.env.ts',
    '.env.j2',
    '.env.bak',
    '.env.vault',
    '.env.enc',
    '.environment',
    'env',
    'x.envrc',
    '.env~',
    '.env.',
    'app.env.ts',
    'examples/shop/.env',
    'tests/fixtures/.env.local',
  ])('%s is none', (path) => {
    // biome-ignore format: a list to read
    expect(dotenvReader.detect(path)).toBe(false);
  });
});

describe('variables', () => {
  test('have their place, over a mark at the beginning, any line ends and values of several lines', () => {
    const { variables, problems } = read({ '.env': '\uFEFF# x\r\nexport A="1\r\n2"\r\n  B = x # note\r\nC=\r\n' });
    expect(variables[0]?.variables).toEqual([
      { name: 'A', value: '1\n2', place: { file: '.env', line: 2, column: 11 } },
      { name: 'B', value: 'x', place: { file: '.env', line: 4, column: 7 } },
      { name: 'C', value: '', place: { file: '.env', line: 5, column: 3 } },
    ]);
    expect(problems).toEqual([]);
  });

  test('the last of a name counts', () => {
    expect(read({ '.env': 'A=1\nA=2' }).variables[0]?.variables).toMatchObject([{ name: 'A', value: '2', place: { line: 2 } }]);
  });

  test('references see the environment, then `.env.local`, then `.env`', () => {
    const texts = { '.env': 'A=base\nB=base\nC=base\nURL=${A}-${B}-${C}', '.env.local': 'B=local\nC=local' };
    expect(values(texts, { C: 'shell' })['.env']?.URL).toBe('base-local-shell');
  });

  test('a mode stands on `.env`, and not on `.env.local`', () => {
    const texts = { '.env': 'HOST=base\nPORT=1', '.env.local': 'HOST=mine', '.env.staging': 'URL=${HOST}:${PORT}', '.env.staging.local': 'PORT=2' };
    expect(values(texts)['.env.staging']?.URL).toBe('base:2');
  });

  test('what every object has is no variable', () => {
    const { variables } = read({ '.env': 'A=${constructor}$toString' });
    expect(variables[0]?.variables).toMatchObject([{ value: '${constructor}$toString', unset: ['constructor'] }]);
  });

  test('folders do not see each other', () => {
    const { variables } = read({ '.env': 'HOST=x', 'api/.env': 'URL=redis://${HOST}' });
    expect(variables.find(({ folder }) => folder === 'api')?.variables).toMatchObject([{ value: 'redis://${HOST}', unset: ['HOST'] }]);
  });

  test('the stronger come first', () => {
    const { variables } = read({ '.env': '', '.env.defaults': '', '.env.local': '', '.env.test': '', '.env.test.local': '', '.envrc': '' });
    expect(variables.map(({ file }) => file)).toEqual(['.envrc', '.env', '.env.defaults', '.env.local', '.env.test.local', '.env.test']);
  });
});

describe('an .envrc', () => {
  test('gives what it exports without a condition', () => {
    const text = [
      '# export OLD=1',
      'use node 24',
      'dotenv_if_exists',
      'HOST=cache',
      'export REDIS_URL="redis://$HOST:6379/0" OTHER=\'a b\'',
      'export SECRET=$(pass show redis)',
      'export HOME_OF=$NOWHERE',
      'if has docker; then',
      '  export IN_BLOCK=1',
      'fi',
      'LATER=1',
      'export LATER',
      'cat <<EOF',
      'export NO=1',
      'EOF',
    ].join('\n');
    const { variables, problems } = read({ '.envrc': text });
    expect(problems).toEqual([]);
    expect(variables[0]?.variables).toEqual([
      { name: 'REDIS_URL', value: 'redis://cache:6379/0', place: { file: '.envrc', line: 5, column: 19 } },
      { name: 'OTHER', value: 'a b', place: { file: '.envrc', line: 5, column: 48 } },
      { name: 'SECRET', value: null, place: { file: '.envrc', line: 6, column: 15 }, from: { what: 'the output of a command', place: null } },
      { name: 'HOME_OF', value: null, place: { file: '.envrc', line: 7, column: 16 }, from: { what: 'the variable NOWHERE', place: null } },
    ]);
  });
});

describe('problems', () => {
  test('a line that assigns nothing, once for those in a row', () => {
    const { problems } = read({ '.env': 'A=1\nhunter2\nhunter3\n\nexport B\n# c\n  A B=1\n' });
    expect(problems.map(({ place }) => `${place.file}:${place.line}:${place.column}`)).toEqual(['.env:2:1', '.env:7:3']);
    expect(JSON.stringify(problems)).not.toContain('hunter');
  });

  test('a quote that nothing closes', () => {
    expect(read({ '.env': 'B="\\"x"\nC=a"b\nD="a"b' }).problems).toEqual([]);
    expect(read({ '.env': "A='x\nB=1" }).problems).toMatchObject([{ place: { line: 1, column: 3 } }]);
  });

  test('a file of another kind is told once or a few times', () => {
    expect(read({ '.env': `a\0${'b\n'.repeat(100)}` }).problems).toHaveLength(1);
    expect(read({ '.env': 'x y\n\n'.repeat(1000) }).problems).toHaveLength(21);
  });
});

describe('whatever comes', () => {
  const names = ['.env', '.env.local', '.env.test', '.envrc', 'env/a.env'];
  const scrap = fc.oneof(
    fc.constantFrom('A=', 'REDIS_URL="redis://:${B}@h"', "B='", '"', '`', '\\', '#', '\n', '\r\n', '${A:-', '}', 'export ', '$A', '$(', '\0', '\uFEFF', 'if x\n'),
    fc.string({ maxLength: 6, unit: 'binary' }),
  );
  test('it is read, and every place is one of the file', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.array(scrap, { maxLength: 40 })), (scraps) => {
        const texts = Object.fromEntries(Object.entries(scraps).map(([name, parts]) => [name, parts.join('')]));
        const { variables, problems } = read(texts);
        for (const { place } of [...variables.flatMap((each) => each.variables), ...problems])
          expect(place.line ?? 1).toBeLessThanOrEqual((texts[place.file] ?? '').split(/\r\n?|\n/).length);
      }),
    );
  });

  test.each([
    ['defaults in defaults', 'A=${A:-'.repeat(140_000)],
    ['references that multiply', `A=${'x'.repeat(60_000)}\n${Array.from({ length: 50_000 }, (_, index) => `B${index}=$A$A`).join('\n')}`],
    ['quotes', 'A="\n'.repeat(250_000)],
    ['open quotes of one line', `A='${'"'.repeat(1_000_000)}`],
    ['lines of nothing', ' \t'.repeat(500_000)],
  ])('%s end soon', (_, text) => {
    const started = cpuMs();
    read({ '.env': text, '.envrc': text.replaceAll('A=', 'export A=') });
    expect(cpuMs() - started).toBeLessThan(3000);
  });
});
