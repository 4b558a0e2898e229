import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../src/rdb/aof-manifest.ts';
import { checkAof, checkRdb, type FileCheck } from '../../src/rdb/index.ts';
import type { FuzzTarget } from './target.ts';

const fixtures = new URL('../../src/rdb/fixtures/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures));

const parts = 'aof-multi/appendonlydir/';
const manifest = fixture(`${parts}appendonly.aof.manifest`);

/** An error of our own would be told as a file that cannot be read. */
function expectChecked({ state, reason, offset, lossBytes, bytes }: FileCheck, inputBytes: number): void {
  if (state === 'unreadable' || (state === 'missing' && inputBytes > 0)) throw new Error(`the check failed: ${reason}`);
  for (const at of [offset, lossBytes]) if (at !== null && !(at >= 0 && at <= bytes)) throw new Error(`${at} is outside the file's ${bytes} bytes`);
}

export const dataTargets: readonly FuzzTarget[] = [
  {
    name: 'data/snapshot',
    seeds: () =>
      readdirSync(fixtures)
        .filter((name) => name.endsWith('.rdb'))
        .map(fixture),
    run: async (input, { folder, random }) => {
      const file = join(folder, 'dump.rdb');
      writeFileSync(file, input);
      expectChecked(await checkRdb(file, random.below(2) === 0 ? {} : { loadable: { redis: 10, valkey: 0 } }), input.length);
    },
  },
  {
    name: 'data/log',
    seeds: () => [fixture('aof-single/appendonly.aof'), fixture(`${parts}appendonly.aof.2.incr.aof`)],
    run: async (input, { folder }) => {
      writeFileSync(join(folder, 'appendonly.aof'), input);
      for (const part of (await checkAof({ directory: folder })).parts) expectChecked(part, input.length);
    },
  },
  {
    name: 'data/manifest',
    seeds: () => [manifest, Buffer.from('file "a b.aof" seq 1 type b\nfile c.aof seq 7 type h startoffset 3\nfile d.aof seq 2 type i\n# x\n')],
    run: async (input, { folder }) => {
      const { parts: named } = readManifest(input.toString('utf8'));
      if (named.some(({ name }) => name.includes('/'))) throw new Error('a part leads out of the folder');
      mkdirSync(join(folder, 'logs'), { recursive: true });
      writeFileSync(join(folder, 'logs', 'appendonly.aof.manifest'), input);
      await checkAof({ directory: folder, folderName: 'logs' });
    },
  },
];
