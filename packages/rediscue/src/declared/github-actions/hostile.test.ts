import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { githubActionsReader } from './index.ts';
import { maskScript } from './mask.ts';

const file = '.github/workflows/ci.yml';
function read(text: string) {
  const files = filesOf({ [file]: text, 'package.json': '{"scripts":{"a":"b"}}' });
  return githubActionsReader.read([file], files);
}

const sample = `on: push
env: &e { REDIS_URL: "redis://:p@h:6379" }
jobs:
  a:
    runs-on: x
    env: *e
    container: { image: node }
    services:
      redis:
        image: redis
        ports: ['6379:6379', 1]
        options: >-
          --health-cmd "redis-cli ping" -e A=\${{ secrets.X }}
    steps:
      - uses: actions/checkout@v4
      - run: |
          REDIS_URL=x npm run gone
          echo "REDIS_HOST=\${{ env.A }}" >> $GITHUB_ENV
`;

describe('whatever comes', () => {
  const change = fc.record({
    at: fc.nat(sample.length),
    length: fc.nat(30),
    put: fc.oneof(fc.string({ maxLength: 4, unit: 'binary' }), fc.constantFrom('\n', ':', '- ', '*e', '&e ', '{', '[', '${{', '|', '"', '\t', '? ')),
  });
  test('it is read, and every place is one of the file', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const text = changes.reduce((whole, { at, length, put }) => whole.slice(0, at) + put + whole.slice(at + length), sample);
        const { programs = [], dangling = [], objects = [], problems } = read(text);
        const layered = programs.flatMap(({ layers }) => layers.flatMap(({ variables }) => variables));
        const last = text.split('\n').length + 1;
        for (const { place } of [...programs, ...dangling, ...objects, ...layered, ...problems]) expect(place.line ?? 1).toBeLessThanOrEqual(last);
      }),
      { numRuns: 300 },
    );
  });

  test('a broken part is told, and the rest counts', () => {
    const { programs, problems } = read('jobs:\n  a:\n    env:\n      REDIS_URL: redis://h\n    steps:\n\t- x\n');
    expect(problems[0]).toMatchObject({ place: { file, line: 6 } });
    expect(programs?.[0]?.layers[0]?.variables).toMatchObject([{ name: 'REDIS_URL' }]);
  });

  const head = 'jobs:\n  a:\n    steps:\n';
  test.each([
    ['nesting', '['.repeat(200_000)],
    ['mappings', '{a: '.repeat(100_000)],
    [
      'aliases of aliases',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 30 }, (_, index) => `${'bcdefghijklmnopqrstuvwxyzABCDEF'[index]}: &${'bcdefghijklmnopqrstuvwxyzABCDEF'[index]} [*a, *a, *a]`).join('\n')}\njobs: *b\n`,
    ],
    [
      'jobs that repeat their steps',
      `x: &s [${'{run: redis npm run x},'.repeat(5000)}]\njobs:\n${Array.from({ length: 5000 }, (_, index) => `  j${index}: {steps: *s}`).join('\n')}`,
    ],
    ['an anchor within itself', 'jobs: &j { a: *j, steps: *j, env: *j }'],
    ['steps', head + '      - run: REDIS_A=1 npm run a\n        env: {REDIS_B: 1}\n'.repeat(5000)],
    ['steps with variables for others', head + Array.from({ length: 5000 }, (_, index) => `      - run: echo "REDIS_${index}=1" >> $GITHUB_ENV\n`).join('')],
    ['one script', `${head}      - run: |\n${'          REDIS_A=$REDIS_A$REDIS_A redis-server; docker run redis\n'.repeat(6000)}`],
    ['keys', `jobs:\n${Array.from({ length: 20_000 }, (_, index) => `  k${index}: {}`).join('\n')}`],
    ['expressions', `jobs: { a: { env: { A: "${'${{ env.A'.repeat(40_000)}" } } }`],
  ])('%s end soon', (_, text) => {
    const started = cpuMs();
    read(text);
    expect(cpuMs() - started).toBeLessThan(4000);
  });

  test.each(['a-a-', 'password', '-a ', '"', 'x://a:', 'pass=', 'https://', 'bearer '])('masking many of %j ends soon', (part) => {
    const started = cpuMs();
    maskScript(part.repeat(60_000));
    expect(cpuMs() - started).toBeLessThan(1500);
  });
});
