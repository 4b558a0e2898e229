import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { procfileReader } from './index.ts';

function read(texts: Record<string, string>, environment = {}) {
  const files = filesOf(texts, environment);
  const { programs = [], problems } = procfileReader.read(files.paths.filter(procfileReader.detect), files);
  return { programs, problems };
}

describe('a Procfile', () => {
  test('gives a program a line, with the variables in front of its command', () => {
    const { programs, problems } = read({
      'api/Procfile':
        '# old: REDIS_URL=x node y\nweb: REDIS_URL="redis://h:1/0" A=$NOWHERE node server.js\n\nredis:redis-server --port 6380\nworker: cd x && B=1 exec node w > log\n',
    });
    expect(problems).toEqual([]);
    expect(programs).toMatchObject([
      {
        name: 'web',
        format: 'procfile',
        group: 'api',
        folder: 'api',
        runs: 'host',
        variant: null,
        place: { file: 'api/Procfile', line: 2, column: 6 },
        command: { value: ['node', 'server.js'], place: { line: 2, column: 43 } },
        layers: [
          {
            label: 'the line of web',
            variables: [
              { name: 'REDIS_URL', value: 'redis://h:1/0', place: { line: 2, column: 17 } },
              { name: 'A', value: null, from: { what: 'the variable NOWHERE', place: null } },
            ],
          },
        ],
      },
      { name: 'redis', command: { value: ['redis-server', '--port', '6380'] }, layers: [] },
      { name: 'worker', command: { value: ['sh', '-c', 'cd x && B=1 exec node w > log'] }, layers: [{ variables: [{ name: 'B', value: '1' }] }] },
    ]);
  });

  test('of another mode is a variant; references see the environment and `.env`', () => {
    const { programs } = read({ 'Procfile.dev': 'web: URL=redis://$HOST:${PORT:-1} node x', '.env': 'HOST=file' }, { PORT: '7' });
    expect(programs).toMatchObject([{ variant: 'dev', layers: [{ variables: [{ value: 'redis://file:7' }] }] }]);
  });

  test('what starts nothing is told without its text', () => {
    const { problems } = read({ Procfile: 'web: a\nhunter2\n  : b\n' });
    expect(problems.map(({ place }) => `${place.line}:${place.column}`)).toEqual(['2:1', '3:3']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test.each(['Procfile.example', 'Procfile.erb', 'procfile.md', 'MyProcfile'])('%s is none', (path) => {
    expect(procfileReader.detect(path)).toBe(false);
  });

  test('whatever comes is read', () => {
    const scrap = fc.oneof(fc.constantFrom('web: ', 'A=', '"', "'", '\n', '\r', '$(', '${A:-', ': ', '#', '\0', 'env '), fc.string({ maxLength: 5, unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { programs, problems } = read({ Procfile: text, '.env': text });
        for (const { place } of [...programs, ...problems]) expect(place.line ?? 1).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
      }),
    );
  });

  test.each(['web: ', ' ', 'a: $(', '\n', 'a:', 'x: A=${B:-'])('a hundred thousand of %j end soon', (part) => {
    const started = cpuMs();
    read({ Procfile: `web: ${part.repeat(100_000)}`, 'Procfile.dev': part.repeat(100_000) });
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});
