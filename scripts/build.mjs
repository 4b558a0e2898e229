import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes what is published: one module that any Node.js 24 runs without a single dependency. Commands stay
 * lazy inside it: a module that is imported dynamically is only executed when it is asked for.
 */
const root = join(import.meta.dirname, '..');
const home = join(root, 'packages/rediscue');
const outfile = join(home, 'dist/rediscue.mjs');

await rm(dirname(outfile), { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(home, 'src/main.ts')],
  outfile,
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Names and lines stay, so that a stack trace from the field can be read.
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** Bundled packages keep their licences beside them. */
const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
const licences = await Promise.all(
  [...packages].toSorted().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${(await readFile(join(root, folder, 'LICENSE'), 'utf8')).trim()}\n`;
  }),
);
await writeFile(join(home, 'dist/third-party-licences.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
// What npm shows and what the licence asks for: the repository's own files.
for (const file of ['LICENSE', 'README.md'])
  await copyFile(join(root, file), join(home, file)).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
