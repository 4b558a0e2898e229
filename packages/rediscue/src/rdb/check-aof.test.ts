import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readManifest } from './aof-manifest.ts';
import { checkAof } from './check-aof.ts';

const root = mkdtempSync(join(tmpdir(), 'rediscue-aof-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const fixtures = join(import.meta.dirname, 'fixtures');
const multi = join(root, 'multi');
const increment = join(multi, 'appendonlydir', 'appendonly.aof.2.incr.aof');
const manifest = join(multi, 'appendonlydir', 'appendonly.aof.manifest');
const whole = readFileSync(join(fixtures, 'aof-multi', 'appendonlydir', 'appendonly.aof.2.incr.aof'));

beforeEach(() => cpSync(join(fixtures, 'aof-multi'), multi, { recursive: true }));
const last = async (options = {}) => (await checkAof({ directory: multi }, options)).parts.at(-1);

describe('sound logs', () => {
  test('of several parts, with a snapshot as base and time stamps', async () => {
    expect(await checkAof({ directory: multi })).toMatchObject({
      present: true,
      manifest,
      parts: [
        { state: 'ok', version: 'base', keys: 189 },
        { state: 'ok', version: 'incremental' },
      ],
    });
  });
  test('of one file that begins with a snapshot', async () => {
    expect(await checkAof({ directory: join(fixtures, 'aof-single') })).toMatchObject({ present: true, manifest: null, parts: [{ state: 'ok', version: 'single' }] });
  });
  test('none', async () => {
    expect(await checkAof({ directory: fixtures })).toEqual({ present: false, manifest: null, parts: [] });
  });
});

describe('damage', () => {
  test('cut inside the last command: what a server does depends on aof-load-truncated', async () => {
    const boundary = whole.lastIndexOf('\n*', whole.length - 3) + 1;
    truncateSync(increment, whole.length - 4);
    expect(await last({ loadTruncated: false })).toMatchObject({
      state: 'truncated',
      offset: boundary,
      lossBytes: whole.length - 4 - boundary,
      reason: expect.stringContaining('does not start'),
    });
    expect(await last({ loadTruncated: true })).toMatchObject({ state: 'truncated', reason: expect.stringContaining('cuts it there') });
  });
  test('cut between MULTI and EXEC: the whole transaction goes', async () => {
    const start = whole.indexOf('*1\r\n$5\r\nMULTI');
    const end = whole.indexOf('*1\r\n$4\r\nEXEC', start);
    truncateSync(increment, end);
    expect(await last()).toMatchObject({ state: 'truncated', offset: start, lossBytes: end - start });
  });
  test('bytes in the middle', async () => {
    const at = whole.indexOf('*3\r\n$3\r\nSET');
    const bytes = Buffer.from(whole);
    bytes.fill(0, at, at + 20);
    writeFileSync(increment, bytes);
    expect(await last()).toMatchObject({ state: 'damaged', offset: at, reason: expect.stringContaining('does not start') });
  });
  test('rubbish behind the last command, as a file system leaves it after a power cut', async () => {
    writeFileSync(increment, Buffer.concat([whole, Buffer.alloc(4096)]));
    expect(await last()).toMatchObject({ state: 'damaged', offset: whole.length, lossBytes: 4096 });
  });
  test('parts that are not there', async () => {
    renameSync(increment, `${increment}.away`);
    expect(await last()).toMatchObject({ state: 'missing', version: 'incremental' });
  });
  test('a manifest that is not there: the server starts empty', async () => {
    rmSync(manifest);
    expect(await checkAof({ directory: multi })).toMatchObject({
      present: true,
      parts: [{ state: 'missing', version: 'manifest', reason: expect.stringContaining('starts empty') }],
    });
  });
  test('a manifest of another form', async () => {
    writeFileSync(manifest, 'file appendonly.aof.2.base.rdb seq 2 type b\nfile appendonly.aof.2.incr.aof seq 2 ty');
    expect((await checkAof({ directory: multi })).parts[0]).toMatchObject({ state: 'damaged', offset: 44, reason: expect.stringContaining('line 2') });
  });
  test('no mutation makes it fail or hang; a cut is never taken for sound unless it falls between commands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) }), { maxLength: 4 }), fc.nat(whole.length), async (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const { at, to } of changes) bytes[at] = to;
        writeFileSync(increment, bytes.subarray(0, length));
        expect(['ok', 'truncated', 'damaged']).toContain((await last())?.state);
      }),
      { numRuns: 300 },
    );
  });
});

test('manifests: order, quotes, history, and what is none', () => {
  expect(readManifest('file a.base.rdb seq 1 type b\nfile "b c.aof" seq 2 type i\nfile old seq 1 type h\n')).toEqual({
    parts: [
      { name: 'a.base.rdb', sequence: 1, type: 'base' },
      { name: 'b c.aof', sequence: 2, type: 'incremental' },
      { name: 'old', sequence: 1, type: 'history' },
    ],
    problem: null,
  });
  for (const text of ['', 'file ../x seq 1 type b\n', 'file x seq 0 type b\n', 'file x seq 1 type z\n', '\n', 'rubbish\n']) expect(readManifest(text).problem).not.toBeNull();
});
