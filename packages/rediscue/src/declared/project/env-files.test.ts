import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dotenvReader } from '../dotenv/index.ts';
import { filesIn } from './files.ts';
import { projectModel } from './model.ts';

describe('the env files of a project', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rediscue-dotenv-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = async (files: Record<string, string>, environment: Record<string, string> = {}) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const model = projectModel(filesIn(folder, { environment }), [dotenvReader]);
    return { targets: model.targets.map(({ target }) => target), unreadable: model.problems };
  };

  test('a template is none of them', async () => {
    expect(await read({ '.env.example': 'REDIS_URL=redis://h', '.env.sample': 'REDIS_URL=redis://h', env: 'REDIS_URL=redis://h' })).toEqual({ unreadable: [], targets: [] });
  });

  test('places name the file and the line', async () => {
    const { targets } = await read({ '.env': '# app\nREDIS_HOST=your-redis-host\nREDIS_PORT=abc\n' });
    expect(targets[0]?.fact.sources.slice(0, 2)).toMatchObject([
      { kind: 'file', name: 'REDIS_HOST', place: { file: '.env', line: 2 } },
      { kind: 'file', name: 'REDIS_PORT', place: { file: '.env', line: 3 } },
    ]);
    expect(targets[0]?.fact.problems).toMatchObject([
      { kind: 'placeholder', part: 'host', place: { file: '.env', line: 2 } },
      { kind: 'invalid-url', part: 'port', place: { file: '.env', line: 3 } },
    ]);
  });

  test('the environment beats .env.local, which beats .env, variable by variable', async () => {
    const files = { '.env': 'REDIS_HOST=a\nREDIS_PORT=1\nREDIS_DB=1\n', '.env.local': 'REDIS_PORT=2\nREDIS_DB=2\n' };
    expect((await read(files, { REDIS_DB: '3' })).targets.map(({ fact }) => fact.name)).toEqual(['redis://a:2/3']);
  });

  test('an empty variable of the environment hides the file', async () => {
    expect((await read({ '.env': 'REDIS_URL=redis://h' }, { REDIS_URL: '' })).targets).toEqual([]);
  });

  test('references are resolved over all of them', async () => {
    const { targets } = await read({ '.env': 'REDIS_URL="redis://:${PASS}@${HOST}:${PORT:-7}/0"\nHOST=file\n', '.env.local': 'HOST=local\n' }, { PASS: 'p$HOST' });
    expect(targets[0]?.fact.name).toBe('redis://:***@local:7/0');
    expect(targets[0]?.credentials.password).toBe('p$HOST');
  });

  test('a reference to nothing is an unset variable; in single quotes it is literal text', async () => {
    const [unset] = (await read({ '.env': 'REDIS_URL=redis://:${REDIS_SECRET}@h:1\n' })).targets;
    expect(unset?.fact).toMatchObject({
      password: { set: false },
      problems: [{ kind: 'unset-variable', part: 'password', text: '${REDIS_SECRET}', place: { file: '.env', line: 1 } }],
    });
    const [host] = (await read({ '.env': 'A=1\nREDIS_HOST=${NOWHERE}\n' })).targets;
    expect(host?.fact.problems).toMatchObject([{ kind: 'unset-variable', part: 'host', place: { line: 2 } }]);
    const [literal] = (await read({ '.env': "REDIS_URL='redis://:${REDIS_SECRET}@h:1'\n" })).targets;
    expect(literal?.fact.problems).toMatchObject([{ kind: 'unexpanded-variable', part: 'password' }]);
  });

  test('rings and avalanches of references end', async () => {
    const avalanche = Array.from({ length: 200 }, (_, index) => `A${index}="\${A${index + 1}}\${A${index + 1}}"`).join('\n');
    const { targets } = await read({ '.env': `${avalanche}\nA200=xxxxxxxxxx\nR=\${S}\nS=\${R}\nSELF=\${SELF}\nREDIS_HOST=h\nREDIS_USERNAME=\${A198}\nREDIS_PASSWORD=\${A0}\n` });
    expect(targets[0]?.credentials.username).toHaveLength(40);
    expect((targets[0]?.credentials.password ?? '').length).toBeLessThan(20 * 1024 * 1024);
  });

  test('relative paths begin in the folder', async () => {
    writeFileSync(join(folder, 'secret'), 'of-a-file\n');
    const { targets } = await read({ '.env': 'REDIS_HOST=h\nREDIS_PASSWORD_FILE=./secret\n' });
    expect(targets[0]?.credentials.password).toBe('of-a-file');
  });

  test('what cannot be read is told; a folder of that name is no file', async () => {
    mkdirSync(join(folder, '.env.local'));
    writeFileSync(join(folder, '.env'), 'REDIS_URL=redis://h'.padEnd(1024 * 1024 + 1));
    const told = { targets: [], unreadable: [{ place: { file: '.env' }, why: 'it cannot be read' }] };
    expect(await read({})).toEqual(told);
    if (process.getuid?.() === 0) return;
    writeFileSync(join(folder, '.env'), 'REDIS_URL=redis://h');
    chmodSync(join(folder, '.env'), 0);
    expect(await read({})).toEqual(told);
  });
});
