import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkRdb } from './check-rdb.ts';
import { Crc64 } from './crc64.ts';
import type { FileCheck } from './damage.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { loadableBy } from './versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'rediscue-rdb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', `${name}.rdb`);
const sound = readFileSync(fixture('redis-7.4'));

async function checkBytes(bytes: Buffer, options: Parameters<typeof checkRdb>[1] = {}): Promise<FileCheck> {
  const file = join(folder, 'dump.rdb');
  writeFileSync(file, bytes);
  return checkRdb(file, options);
}

/** The damage of the table, done to a sound file; where it says so with a checksum that fits again. */
function damaged({ op, offset, now, checksumFits }: (typeof fixtures.damage)[number]): Buffer {
  if (op === 'truncate') return sound.subarray(0, offset);
  const bytes = Buffer.from(sound);
  bytes.write(now as string, offset, 'hex');
  if (checksumFits) {
    const crc = new Crc64();
    crc.update(bytes, 0, bytes.length - 8);
    bytes.write(crc.toString().match(/../g)?.reverse().join('') ?? '', bytes.length - 8, 'hex');
  }
  return bytes;
}

describe('files of real servers', () => {
  for (const [name, { version, keys }] of Object.entries(fixtures.snapshots)) {
    test(`${name}: version ${version}, ${keys} keys`, async () => {
      expect(await checkRdb(fixture(name))).toMatchObject({ state: 'ok', version, keys, offset: null, lossBytes: null });
    });
  }
});

describe('damage', () => {
  for (const damage of fixtures.damage) {
    test(`${damage.name}: ${damage.what}`, async () => {
      const check = await checkBytes(damaged(damage));
      const state = damage.name === 'future-version' ? 'format-too-new' : damage.op === 'truncate' ? 'truncated' : 'damaged';
      expect(check.state).toBe(state);
      if (state === 'truncated') expect(check.offset).toBe(damage.offset);
      // Where only the checksum can tell, no place is named; otherwise it is at or behind the damaged byte's item.
      if (state === 'damaged' && check.offset !== null) expect(check.lossBytes).toBeGreaterThanOrEqual(sound.length - damage.offset - 64);
    });
  }

  test('names the byte of a type that does not exist, and what a cut there would lose', async () => {
    const unknown = fixtures.damage.find(({ name }) => name === 'unknown-type-crc');
    if (!unknown) throw new Error('the table has lost its row');
    expect(await checkBytes(damaged(unknown))).toMatchObject({ offset: unknown.offset, lossBytes: sound.length - unknown.offset, keys: 99 });
  });

  test('bytes behind the end are ignored, as servers do', async () => {
    expect(await checkBytes(Buffer.concat([sound, Buffer.alloc(100, 7)]))).toMatchObject({ state: 'ok', reason: '100 bytes behind the end are ignored' });
  });

  test('no change of a byte and no cut goes unnoticed, whatever it hits', async () => {
    // The version's digits apart: versions before 5 have no checksum, and a file that says it is one is loaded as such.
    const behindVersion = 9;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: behindVersion, max: sound.length - 9 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(sound);
        bytes[at] = (bytes[at] as number) ^ flip;
        expect((await checkBytes(bytes)).state).not.toBe('ok');
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), async (length) => {
        // Where the cut leaves an end mark's byte in its place, a wrong length cannot be told from a missing end.
        expect((await checkBytes(sound.subarray(0, length))).state).toMatch(sound[length - 9] === 0xff ? /damaged|truncated/ : /truncated/);
      }),
      { numRuns: 200 },
    );
  });

  test('rubbish behind a header ends at once, in bounded memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('REDIS0001', 'REDIS0009', 'REDIS0012', 'VALKEY080'), async (rest, header) => {
        const check = await checkBytes(Buffer.concat([Buffer.from(header), rest]));
        expect(['ok', 'damaged', 'truncated', 'not-checked']).toContain(check.state);
      }),
      { numRuns: 500 },
    );
  });
});

describe('formats', () => {
  const withChecksum = (bytes: Buffer) => {
    const crc = new Crc64();
    crc.update(bytes);
    return Buffer.concat([bytes, Buffer.from(crc.toString().match(/../g)?.reverse().join('') ?? '', 'hex')]);
  };
  const string = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);

  test("Valkey 9's own: hash fields with times, slot imports", async () => {
    const time = Buffer.alloc(8, 0xff);
    const bytes = Buffer.concat([
      Buffer.from('VALKEY080'),
      Buffer.from([0xfe, 0, 0xf3]),
      string('job'),
      Buffer.from([1, 0, 10, 22]),
      string('hash'),
      Buffer.from([1]),
      string('field'),
      string('value'),
      time,
      Buffer.from([0xff]),
    ]);
    expect(await checkBytes(withChecksum(bytes))).toMatchObject({ state: 'ok', version: '80', keys: 1 });
    expect(await checkBytes(withChecksum(bytes), { loadable: loadableBy('valkey', '8.0.1') })).toMatchObject({ state: 'format-too-new' });
    expect(await checkBytes(withChecksum(bytes), { loadable: loadableBy('valkey', '9.0.0') })).toMatchObject({ state: 'ok' });
  });

  test('values and data of modules are passed over without the module, metadata of Redis 8.6 too', async () => {
    const id = Buffer.from([0x81, 1, 2, 3, 4, 5, 6, 7, 8]);
    const parts = Buffer.concat([Buffer.from([1, 5, 2, 7, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 5]), string('text'), Buffer.from([0])]);
    const bytes = Buffer.concat([
      Buffer.from('REDIS0013'),
      Buffer.from([0xf7]),
      id,
      Buffer.from([2, 1]),
      parts,
      Buffer.from([0xf3, 1, 9, 9, 9, 9, 2, 3, 0, 7]),
      string('key'),
      id,
      parts,
      Buffer.from([0xff]),
    ]);
    expect(await checkBytes(withChecksum(bytes))).toMatchObject({ state: 'ok', keys: 1 });
  });

  test('a part that only later servers know leaves the checksum to tell', async () => {
    const bytes = Buffer.concat([Buffer.from('REDIS0015'), Buffer.from([28]), string('key'), Buffer.alloc(50, 3), Buffer.from([0xff])]);
    expect(await checkBytes(withChecksum(bytes))).toMatchObject({ state: 'ok', reason: expect.stringContaining('only its checksum') });
    expect(await checkBytes(Buffer.concat([bytes, Buffer.alloc(8, 1)]))).toMatchObject({ state: 'not-checked' });
  });

  test('a version that the server which must load it cannot read', async () => {
    expect(await checkRdb(fixture('redis-7.4'), { loadable: loadableBy('redis', '7.0.15') })).toMatchObject({
      state: 'format-too-new',
      reason: expect.stringMatching(/RDB version 12, written by version 7\.4.*up to 10/),
    });
    expect(loadableBy('redis', '6.2.1')).toEqual({ redis: 9, valkey: 0 });
    expect(loadableBy('redis', '255.255.255')).toBeNull();
  });
});

describe('what cannot be looked at', () => {
  test('missing, no file, no time, too large', async () => {
    expect(await checkRdb(join(folder, 'none.rdb'))).toMatchObject({ state: 'missing' });
    expect(await checkRdb(folder)).toMatchObject({ state: 'unreadable' });
    expect(await checkRdb(fixture('redis-7.4'), { deadlineMs: -1 })).toMatchObject({ state: 'not-checked' });
    expect(await checkRdb(fixture('redis-7.4'), { maxBytes: 100 })).toMatchObject({ state: 'not-checked' });
    expect(await checkRdb(fixture('redis-7.4'), { signal: AbortSignal.abort() })).toMatchObject({ state: 'not-checked' });
  });
});
