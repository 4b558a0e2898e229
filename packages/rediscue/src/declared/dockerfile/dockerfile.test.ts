import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import type { Program } from '../reading.ts';
import { dockerfileReader } from './index.ts';
import { expandWord, wordsOf } from './words.ts';

const read = (texts: Record<string, string>) => {
  const files = filesOf(texts);
  return dockerfileReader.read(
    files.paths.filter((path) => dockerfileReader.detect(path)),
    files,
  );
};
const programOf = (text: string): Program => {
  const [program] = read({ Dockerfile: text }).programs ?? [];
  if (!program) throw new Error('no program');
  return program;
};
const values = (text: string) => Object.fromEntries((programOf(text).layers[0]?.variables ?? []).map(({ name, value }) => [name, value]));

describe('names', () => {
  test.each([
    ['Dockerfile', 'shop', null],
    ['api/Dockerfile', 'api', null],
    ['Containerfile', 'shop', null],
    ['worker.Dockerfile', 'worker', null],
    ['docker/Dockerfile.worker', 'worker', null],
    ['Dockerfile.dev', 'shop', 'dev'],
    ['docker/api.dev.Dockerfile', 'api', 'dev'],
    ['Dockerfile-prod', 'shop', 'prod'],
  ])('%s', (path, name, variant) => {
    expect(read({ [path]: 'FROM a\n' }).programs).toMatchObject([{ name, variant, dockerfile: path, runs: 'container' }]);
  });
  test.each([
    'Dockerfile.md',
    'Dockerfile.j2',
    'Dockerfile.example',
    '.dockerignore',
    'Dockerfile.dockerignore',
    'dockerfile.ts',
    'test/fixtures/Dockerfile',
    'templates/Dockerfile',
    'MyDockerfile',
  ])('not %s', (path) => {
    expect(dockerfileReader.detect(path)).toBe(false);
  });
});

describe('ENV', () => {
  test('both forms, quotes, escapes, references', () => {
    expect(
      values(`FROM a
ARG V=7 W
ENV A=1 B="two words" C='$A' D=a\\ b E=\${A}x
ENV F=\${A}x G=\${NONE:-d\${A}} H=\${V:+set} I="\\$A" J=\${A:-no}
ENV OLD  the rest "of it"
ENV A=2 K=$A
`),
    ).toEqual({ A: '2', B: 'two words', C: '$A', D: 'a b', E: 'x', F: '1x', G: 'd1', H: 'set', I: '$A', J: '1', OLD: 'the rest of it', K: '1' });
  });

  test('over continued lines with comments, Windows line ends and a BOM, with places', () => {
    const text = '\uFEFFFROM a\r\nENV A=1 \\\r\n# no\r\n\r\n    B=2 \\\r\n\tC="x\\\r\ny"\r\n';
    expect(programOf(text).layers[0]?.variables.map(({ name, value, place }) => `${name}=${value} ${place.line}:${place.column}`)).toEqual(['A=1 2:7', 'B=2 5:7', 'C=xy 6:4']);
  });

  test('with another escape sign', () => {
    expect(values('# escape=`\nFROM a\nENV A=C:\\x `\n  B=1\n')).toEqual({ A: 'C:\\x', B: '1' });
  });

  test('a comment or instruction above ends the directives', () => {
    expect(values('# a comment\n# escape=`\nFROM a\nENV A=1 \\\n  B=2\n')).toEqual({ A: '1', B: '2' });
  });

  test('what depends on a build argument stands elsewhere; what nobody sets is told', () => {
    const [url, port, path] = programOf('FROM a\nARG REDIS_URL\nENV REDIS_URL=$REDIS_URL\nENV PORT=${NOWHERE}1 PATH=/app:$PATH\n').layers[0]?.variables ?? [];
    expect(url).toMatchObject({ value: null, from: { what: 'build argument REDIS_URL', place: { line: 2, column: 5 } } });
    expect(port).toMatchObject({ value: '1', unset: ['NOWHERE'] });
    expect(path).toMatchObject({ value: null, from: { what: 'the base image' } });
  });

  test('arguments above the first stage are seen by FROM, and by an ARG of the same name', () => {
    const program = programOf('ARG V=7 H=h\nFROM redis:${V}-alpine\nARG H\nENV A=$H B=$V\n');
    expect(program.image).toEqual({ value: 'redis:7-alpine', place: { file: 'Dockerfile', line: 2, column: 6 } });
    expect(program.layers[0]?.variables).toMatchObject([{ value: 'h' }, { value: '', unset: ['V'] }]);
  });
});

describe('stages', () => {
  const text = `FROM node:20 AS Base
ENV A=base
USER node
CMD ["base"]
FROM golang AS tool
ENV A=tool
FROM --platform=linux/amd64 base
ENV B=1
`;
  test('the last one counts, over those it goes on from', () => {
    const program = programOf(text);
    expect(values(text)).toEqual({ A: 'base', B: '1' });
    expect(program).toMatchObject({ image: { value: 'node:20' }, user: { value: 'node' }, command: { value: ['base'] }, place: { line: 7 } });
  });

  test('named ones are told for those who run them', () => {
    expect(read({ Dockerfile: text }).objects?.map(({ kind, name, data }) => [kind, name, (data as { variables: { value: string }[] }).variables[0]?.value])).toEqual([
      ['dockerfile-stage', 'base', 'base'],
      ['dockerfile-stage', 'tool', 'tool'],
    ]);
  });
});

describe('what runs', () => {
  const command = (text: string) => programOf(`FROM a\n${text}`).command?.value;
  test.each([
    ['CMD ["redis-server", "/etc/redis.conf"]', ['redis-server', '/etc/redis.conf']],
    ['CMD redis-server --requirepass $PASS', ['sh', '-c', 'redis-server --requirepass $PASS']],
    ["CMD ['single', 'quotes']", ['sh', '-c', "['single', 'quotes']"]],
    ['SHELL ["/bin/bash", "-c"]\nCMD run', ['/bin/bash', '-c', 'run']],
    ['ENTRYPOINT ["a"]\nCMD ["b"]', ['a', 'b']],
    ['CMD ["b"]\nENTRYPOINT ["a"]', ['a', 'b']],
    ['ENTRYPOINT a\nCMD ["b"]', ['sh', '-c', 'a']],
    ['CMD one\nCMD ["two"]', ['two']],
    ['RUN x', undefined],
  ])('%s', (text, words) => {
    expect(command(text)).toEqual(words);
  });

  test('an entry point of a later stage drops the earlier stage’s command', () => {
    expect(programOf('FROM a AS b\nCMD ["x"]\nFROM b\nENTRYPOINT ["y"]\n').command?.value).toEqual(['y']);
  });

  test('health check, ports, volumes, user', () => {
    const program = programOf(
      'FROM a\nARG P=81\nHEALTHCHECK --interval=5s \\\n  CMD redis-cli ping || exit 1\nEXPOSE 80/tcp $P 53/udp 90-91\nVOLUME ["/data"]\nVOLUME /a /b\nUSER 1000:1000\n',
    );
    expect(program.healthCheck).toMatchObject({ value: ['redis-cli ping || exit 1'], place: { line: 4, column: 3 } });
    expect(program.ports.map(({ inside, outside }) => [inside, outside])).toEqual([[80, null], [81, null], [90, null], [91, null]]); // biome-ignore format: pairs
    expect(program.mounts.map(({ target, source }) => [target, source])).toEqual([['/data', null], ['/a', null], ['/b', null]]); // biome-ignore format: pairs
    expect(program.user?.value).toBe('1000:1000');
    expect(programOf('FROM a\nHEALTHCHECK CMD ["redis-cli", "ping"]\n').healthCheck?.value).toEqual(['redis-cli', 'ping']);
    expect(programOf('FROM a\nHEALTHCHECK NONE\n').healthCheck).toMatchObject({ value: null });
  });
});

describe('copies and here-documents', () => {
  test('a server’s configuration is told', () => {
    const { objects } = read({
      Dockerfile:
        'FROM redis:7 AS src\nFROM redis:7\nCOPY --chown=redis:redis conf/redis.conf /etc/redis/\nCOPY --from=src /x/sentinel.conf /y\nCOPY . .\nCOPY <<EOF /etc/redis/redis.conf\nport 1\nENV X=1\nEOF\nENV Y=2\n',
    });
    expect(objects?.filter(({ kind }) => kind === 'dockerfile-copy').map(({ place, data }) => [place.line, data])).toMatchObject([
      [3, { sources: ['conf/redis.conf'], target: '/etc/redis/', fromStage: null }],
      [4, { sources: ['/x/sentinel.conf'], fromStage: 'src' }],
      [6, { target: '/etc/redis/redis.conf', inline: 'port 1\nENV X=1' }],
    ]);
  });

  test('their lines are no instructions', () => {
    expect(values('FROM a\nRUN <<EOF cat <<-"END"\nENV A=1\nEOF\n\tENV B=1\n\tEND\nENV C=1\n')).toEqual({ C: '1' });
  });

  test('one that is not closed hides nothing', () => {
    const { programs, problems } = read({ Dockerfile: 'FROM a\nRUN echo $((1 <<A))\nENV B=1\n' });
    expect(programs?.[0]?.layers[0]?.variables).toHaveLength(1);
    expect(problems).toMatchObject([{ place: { line: 2 } }]);
  });
});

describe('what cannot be read', () => {
  test('is told with its place and without values, and the rest goes on', () => {
    const { programs, problems } = read({ Dockerfile: 'FROM a\nENVV A=hunter2\nENV hunter2\nENV "=hunter2"\n???\nENV B=1\nHEALTHCHECK hunter2\nEXPOSE hunter2\n' });
    expect(programs?.[0]?.layers[0]?.variables.map(({ name }) => name)).toEqual(['B']);
    expect(problems.map(({ place }) => place.line).toSorted()).toEqual([2, 3, 4, 5, 7, 8]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test.each(['', '# FROM a\n', 'hello world\n', '{{ from }}\nENV A=1\n', 'ENV A=1\n'])('%j is no Dockerfile', (text) => {
    expect(read({ Dockerfile: text }).programs).toEqual([]);
  });

  test('commented out lines declare nothing', () => {
    expect(values('FROM a\n# ENV A=1\n  # ENV B=1\nENV C=1 # D=1\n')).not.toHaveProperty('A');
  });

  test.each([
    ['continued lines', `FROM a\nENV A=b \\\n${'  c=d \\\n'.repeat(30_000)}`],
    ['here-documents', `FROM a\n${'RUN <<A <<B\n'.repeat(5_000)}`],
    ['braces', `FROM a\nENV A=${'${A'.repeat(50_000)}\nENV B=${'${A:-'.repeat(50_000)}${'}'.repeat(50_000)}`],
    ['doubling', `FROM a\nENV A0=xxxxxxxx\n${Array.from({ length: 4_000 }, (_, index) => `ENV A${index + 1}=$A${index}$A${index}\n`).join('')}`],
    ['stages', `FROM a AS s0\n${Array.from({ length: 2_000 }, (_, index) => `ENV V${index}=1\nFROM s${index} AS s${index + 1}\n`).join('')}`],
    ['blanks', `FROM a\nENV A=${' '.repeat(200_000)}x\nRUN${' '.repeat(200_000)}<<\nHEALTHCHECK ${'--a '.repeat(50_000)}`],
  ])('much of %s ends soon', (_, text) => {
    const start = cpuMs();
    read({ Dockerfile: text });
    expect(cpuMs() - start).toBeLessThan(2_000);
  });

  test('anything may come', () => {
    const scrap = fc.oneof(
      fc.constantFrom(
        'ENV ',
        'A=',
        '"',
        "'",
        '\\\n',
        '\\',
        '$A',
        '${',
        '}',
        ':-',
        '\n',
        '\r\n',
        'FROM a\n',
        'ARG B=',
        'CMD [',
        ']',
        '<<E',
        'RUN ',
        'COPY redis.conf /',
        ' ',
        '# escape=`\n',
        '`',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), (scraps) => {
        const text = `FROM a\n${scraps.join('')}`;
        const last = text.split('\n').length;
        const { programs = [], problems } = read({ Dockerfile: text });
        for (const { place } of [...problems, ...programs.flatMap(({ layers }) => layers.flatMap(({ variables }) => variables))]) {
          expect(place.line).toBeLessThanOrEqual(last);
          expect(place.column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('words keep all that is no blank, and a word without special signs stays what it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const words = wordsOf(text, '\\');
        for (const { text: word, start } of words) expect(text.startsWith(word, start)).toBe(true);
        if (!/[$"'\\]/.test(text)) expect(expandWord(text, '\\', () => undefined).value).toBe(text);
      }),
    );
  });
});
