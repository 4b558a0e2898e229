import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { causesIndex } from './docs/causes-index.ts';
import type { Generated } from './docs/generated.ts';

/**
 * Writes everything that is generated from the sources; `--check` only compares and fails on a difference,
 * `--only index` makes nothing but the list of causes, which needs no cause file to be sound.
 */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, only: { type: 'string' } } });
const root = join(import.meta.dirname, '..');
/** Folders that hold generated files and nothing else: a file that nothing makes any more is removed. */
const ownFolders = ['docs/reference', 'packages/rediscue/src/causes/generated'];

async function current(file: string): Promise<string | null> {
  return readFile(join(root, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

async function leftovers(made: readonly Generated[]): Promise<string[]> {
  const wanted = new Set(made.map(({ file }) => file));
  const found: string[] = [];
  for (const folder of ownFolders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isFile()) found.push(relative(root, join(entry.parentPath, entry.name)));
  }
  return found.filter((file) => !wanted.has(file));
}

async function write({ file, text }: Generated): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

const [index] = await causesIndex(root);
if (index === undefined) throw new Error('no index was made');
const different: string[] = [];
if ((await current(index.file)) !== index.text) {
  different.push(index.file);
  // The pages are made from the list, so it is written before they are made.
  if (!values.check) await write(index);
}
if (values.only !== 'index') {
  const { reference } = await import('./docs/reference.ts');
  const pages = await reference();
  for (const page of pages) {
    if ((await current(page.file)) === page.text) continue;
    different.push(page.file);
    if (!values.check) await write(page);
  }
  for (const file of await leftovers([index, ...pages])) {
    different.push(file);
    if (!values.check) await rm(join(root, file));
  }
}

if (different.length > 0) process.stdout.write(`${different.map((file) => `${values.check ? 'differs' : 'written'}: ${file}`).join('\n')}\n`);
if (values.check && different.length > 0) {
  process.stderr.write('Generated files differ from their sources. Run: node scripts/docs.ts\n');
  process.exitCode = 1;
}
