import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../cpu-time.ts';
import { filesOf } from '../files.fixture.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { type SystemdUnit, systemdReader } from './index.ts';
import { bytesOf, splitUnitWords } from './words.ts';

function read(texts: Record<string, string>) {
  const files = filesOf(texts);
  const { programs = [], objects = [], problems } = systemdReader.read(files.paths.filter(systemdReader.detect), files);
  return { programs, objects, problems };
}
const service = (...lines: string[]) => ['[Unit]', 'Description=x', '[Service]', ...lines, ''].join('\n');
const variables = (...lines: string[]) =>
  read({ 'a.service': service(...lines) }).programs[0]?.layers.flatMap(({ variables: own }) => own.map(({ name, value }) => [name, value])) ?? [];

describe('a unit', () => {
  test('is a program on a host', () => {
    const text = service(
      'Type=notify',
      'User=app',
      'WorkingDirectory=/opt/shop',
      'Environment=REDIS_URL=redis://cache:6379/0 "NOTE=a b"',
      'ExecStart=/usr/bin/node server.js',
      'Restart=on-failure',
      'LimitNOFILE=65536:100000',
      'MemoryMax=512M',
    ).replace('Description=x', 'Requires=redis.service network.target\nAfter=redis.service postgres.service');
    const { programs, objects, problems } = read({ 'deploy/shop.service': text });
    expect(problems).toEqual([]);
    expect(programs).toMatchObject([
      {
        name: 'shop',
        format: 'systemd',
        place: { file: 'deploy/shop.service', line: 9, column: 11 },
        group: 'deploy',
        runs: 'host',
        command: { value: ['/usr/bin/node', 'server.js'] },
        restart: { value: 'on-failure', place: { line: 10, column: 9 } },
        user: { value: 'app' },
        memoryLimitBytes: { value: 512 * 1024 * 1024 },
        dependsOn: [
          { name: 'redis', condition: 'requires', place: { line: 2, column: 10 } },
          { name: 'postgres', condition: 'after', place: { line: 3, column: 21 } },
        ],
        layers: [
          {
            label: 'Environment of shop.service',
            variables: [
              { name: 'REDIS_URL', value: 'redis://cache:6379/0', place: { file: 'deploy/shop.service', line: 8, column: 23 } },
              { name: 'NOTE', value: 'a b', place: { line: 8, column: 50 } },
            ],
          },
        ],
      },
    ]);
    expect(objects[0]?.data).toMatchObject({
      isTemplate: false,
      openFiles: { value: 65536, place: { line: 11, column: 13 } },
      type: { value: 'notify' },
      workingDirectory: { value: '/opt/shop' },
    } satisfies DeepPartial<SystemdUnit>);
  });

  test.each([
    [
      'Environment=A=1 B=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      'Environment="A=1 2" \'B=3 "4"\'',
      [
        ['A', '1 2'],
        ['B', '3 "4"'],
      ],
    ],
    ['Environment=A="1 2"', [['A', '1 2']]],
    ['Environment=A=x\\x20y', [['A', 'x y']]],
    ['Environment=A=%i:%%i', [['A', '%i:%i']]],
    ['Environment=A=$B', [['A', '$B']]],
    ['Environment=A=1\nEnvironment=A=2', [['A', '2']]],
    ['Environment=A=1\nEnvironment=\nEnvironment=B=2', [['B', '2']]],
    ['Environment=A=1 B=2\nUnsetEnvironment=A B=3', [['B', '2']]],
    [
      'Environment=A=1 \\\n# x\n  B=2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    ['#Environment=A=1\n;Environment=B=1', []],
    ['Environment=A=', [['A', '']]],
  ])('%j', (text, expected) => {
    // biome-ignore format: a list to read
    expect(variables(text)).toEqual(expected);
  });

  test('places go on over continued lines', () => {
    const [program] = read({ 'a.service': service('Environment=A=1 \\', '# note', '  "REDIS_URL=x" \\', '  C=3') }).programs;
    expect(program?.layers[0]?.variables.map(({ place }) => `${place.line}:${place.column}`)).toEqual(['4:15', '6:14', '7:5']);
  });

  test.each([
    ['ExecStart=-/bin/a b', ['/bin/a', 'b']],
    ['ExecStart=@/bin/a shown b', ['/bin/a', 'b']],
    ['ExecStart=!!/bin/a "b c"', ['/bin/a', 'b c']],
    [
      'ExecStart=/usr/bin/redis-server /etc/redis.conf --port 6380 \\\n  --supervised systemd',
      ['/usr/bin/redis-server', '/etc/redis.conf', '--port', '6380', '--supervised', 'systemd'],
    ],
    ["ExecStart=/bin/sh -c 'exec node x'", ['/bin/sh', '-c', 'exec node x']],
    ['Environment=P=6380 "O=-a b"\nExecStart=/bin/r --port ${P} $O ${NONE} $NONE $$', ['/bin/r', '--port', '6380', '-a', 'b', '${NONE}', '$NONE', '$']],
    ['ExecStart=/bin/a\nExecStart=\nExecStart=/bin/b', ['/bin/b']],
    ['ExecStart=/bin/a ; /bin/b', ['/bin/a']],
  ])('%j', (text, command) => {
    expect(read({ 'a.service': service(...text.split('\n')) }).programs[0]?.command?.value).toEqual(command);
  });

  test('a template is one program, told as such', () => {
    const { programs, objects } = read({ 'worker@.service': service('ExecStart=/bin/w %i') });
    expect(programs).toMatchObject([{ name: 'worker@', command: { value: ['/bin/w', '%i'] } }]);
    expect(objects[0]?.data).toMatchObject({ isTemplate: true });
  });
});

describe('drop-ins', () => {
  test('lie over the unit, in the order of their names', () => {
    const { programs } = read({
      'a.service': service('Environment=A=1 B=1', 'ExecStart=/bin/a'),
      'a.service.d/20.conf': '[Service]\nEnvironment=A=3\n',
      'a.service.d/10.conf': '[Service]\nEnvironment=A=2 C=2\nExecStart=\nExecStart=/bin/b\n',
    });
    expect(programs).toHaveLength(1);
    expect(programs[0]?.command).toEqual({ value: ['/bin/b'], place: { file: 'a.service.d/10.conf', line: 4, column: 11 } });
    expect(programs[0]?.layers[0]?.variables).toMatchObject([
      { name: 'A', value: '3', place: { file: 'a.service.d/20.conf', line: 2 } },
      { name: 'B', value: '1' },
      { name: 'C', value: '2' },
    ]);
  });

  test('of a unit that a package installs are told as such; those of an instance lie over its template', () => {
    const { programs, objects } = read({
      'etc/redis-server.service.d/limits.conf': '[Service]\nLimitNOFILE=infinity\n',
      'w@.service': service('Environment=A=1', 'ExecStart=/bin/w'),
      'w@2.service.d/x.conf': '[Service]\nEnvironment=B=2\n',
    });
    expect(programs.map(({ name }) => name)).toEqual(['w@', 'redis-server', 'w@2']);
    expect(objects[1]?.data).toMatchObject({ isDropInOnly: true, openFiles: { value: null } });
    expect(programs[2]?.layers[0]?.variables.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(programs[0]?.layers[0]?.variables.map(({ name }) => name)).toEqual(['A']);
  });
});

describe('EnvironmentFile', () => {
  test('of the host is absent, a relative one is a problem', () => {
    const { programs, problems } = read({ 'a.service': service('EnvironmentFile=-/etc/shop/env', 'EnvironmentFile=.env', 'ExecStart=/bin/a'), '.env': 'A=1' });
    expect(programs[0]?.layers).toEqual([]);
    expect(problems).toMatchObject([{ place: { file: 'a.service', line: 5, column: 17 }, why: expect.stringContaining('absolute path') }]);
  });

  test('beats Environment=, and the later one the earlier', () => {
    const { programs } = read({
      'a.service': service('EnvironmentFile=/x/one', 'EnvironmentFile=/x/two', 'Environment=A=0', 'ExecStart=/bin/a'),
      '/x/one': 'A=1',
      '/x/two': 'A=2',
    });
    expect(programs[0]?.layers.map(({ label }) => label)).toEqual(['EnvironmentFile /x/two', 'EnvironmentFile /x/one', 'Environment of a.service']);
  });

  test.each([
    ['A=1', '1'],
    ['A = 1 # 2 ', '1 # 2'],
    ['A="1 2"', '1 2'],
    ["A='1\n2'", '1\n2'],
    ['A=$B', '$B'],
    ['A=1\\\n2', '12'],
    ['A=a"b c"d', 'ab cd'],
    ['A=1\nA=2', '2'],
    ['\uFEFFA=1\r\n', '1'],
  ])('%j', (text, value) => {
    expect(readEnvironmentFile('e', text).map((each) => [each.name, each.value])).toEqual([['A', value]]);
  });

  test('what is no assignment is passed over; lines go on counting', () => {
    const found = readEnvironmentFile('e', '# A=1\n;B=1\nexport C=1\nwhat\n\nD="1\n2"\nE=x\n');
    expect(found.map(({ name, place }) => `${name}${place.line}:${place.column}`)).toEqual(['D6:4', 'E8:3']);
  });
});

describe('problems', () => {
  test.each([
    ['Environment=A=1 B', 4, 17],
    ['Environment="A=1', 4, 13],
    ['ExecStart=/bin/a "b', 4, 11],
    ['hunter2', 4, 1],
  ])('%j', (line, at, column) => {
    const { problems } = read({ 'a.service': service(line) });
    expect(problems).toMatchObject([{ place: { file: 'a.service', line: at, column } }]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('files of others with that ending are left alone', () => {
    expect(read({ 'org.x.service': '[D-BUS Service]\nName=org.x\nExec=/bin/x', 'ssh.service': '<?xml?><service-group/>', 'c.service.d/x.txt': '[Service]' })).toEqual({
      programs: [],
      objects: [],
      problems: [],
    });
  });
});

test('amounts', () => {
  expect(['1024', '1K', '1.5G', '2TB', 'infinity', '80%', ''].map(bytesOf)).toEqual([1024, 1024, 1.5 * 1024 ** 3, 2 * 1024 ** 4, null, null, null]);
});

describe('whatever comes', () => {
  const sample = service(
    'Environment="REDIS_URL=redis://:pw@h" \\',
    '  B=%%',
    "ExecStart=-/bin/sh -c 'x ${A}'",
    'EnvironmentFile=-/e',
    'LimitNOFILE=1:2',
    'MemoryMax=1G',
    'Environment=',
  );
  const change = fc.record({
    at: fc.nat(sample.length),
    length: fc.nat(20),
    put: fc.oneof(fc.string({ maxLength: 4, unit: 'binary' }), fc.constantFrom('\\', '"', "'", '\n', '[', '=', '\\x')),
  });
  test('it is read, and every place is one of the file', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const text = changes.reduce((whole, { at, length, put }) => whole.slice(0, at) + put + whole.slice(at + length), sample);
        const { programs, problems } = read({ 'a.service': text, '/e': text });
        const places = [...problems, ...programs.flatMap(({ layers }) => layers.flatMap(({ variables: own }) => own))].map(({ place }) => place.line ?? 1);
        for (const line of places) expect(line).toBeLessThanOrEqual(text.split(/\r\n?|\n/).length);
      }),
    );
  });

  test('words in quotes are read back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 10 })), (words) => {
        const line = words.map((word) => `"${word.replace(/[\\"]/g, '\\$&')}"`).join(' ');
        expect(splitUnitWords(line)?.map(({ text }) => text)).toEqual(words);
      }),
    );
  });

  test.each(['\n', '\\\n', ' ', 'A=1 ', '"', 'Environment=A=1\n', '[Service]\n', '# \\\n', '${A}', 'Environment=\\\n'])('a hundred thousand of %j end soon', (scrap) => {
    const started = cpuMs();
    read({ 'a.service': `${service('Environment=A=xxxxxxxxxxxxxxxxxxxx', 'ExecStart=a \\')}${scrap.repeat(100_000)}`, 'b.service': scrap.repeat(100_000) });
    expect(cpuMs() - started).toBeLessThan(2000);
  });
});

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object | null ? DeepPartial<T[K]> : T[K] };

test("an example's unit is none of the project's", () => {
  expect(['examples/app.service', 'fixtures/app.service.d/redis.conf', 'deploy/app.service'].filter(systemdReader.detect)).toEqual(['deploy/app.service']);
});
