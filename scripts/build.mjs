import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes what is published: one module that Node.js 24 runs without a single dependency, and beside it the
 * schema that only `--facts` loads, because it is several times the size of all the rest.
 */
const root = join(import.meta.dirname, '..');
const home = join(root, 'packages/rediscue');
const folder = join(home, 'dist');
const schema = 'facts-schema.mjs';

/**
 * In one module all imports stand at the top, so that `--version` would load TLS and DNS too. Built-in modules
 * are therefore taken when the code that uses them first runs.
 */
const lazyBuiltins = {
  name: 'lazy built-in modules',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
    bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});` }));
  },
};

const separateSchema = {
  name: 'the schema in a file of its own',
  setup(bundle) {
    bundle.onResolve({ filter: /\/facts\/index\.ts$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: `./${schema}`, external: true } : null));
    // Zod's texts in forty languages: only its English ones are ever shown.
    bundle.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer, resolveDir }) => (importer.includes('/zod/') ? { path: join(resolveDir, '../locales/en.js') } : null));
  },
};

const options = {
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
};

await rm(folder, { recursive: true, force: true });
const results = await Promise.all([
  build({ ...options, entryPoints: [join(home, 'src/main.ts')], outfile: join(folder, 'rediscue.mjs'), plugins: [separateSchema, lazyBuiltins] }),
  build({ ...options, entryPoints: [join(home, 'src/facts/index.ts')], outfile: join(folder, schema), plugins: [separateSchema] }),
]);

/** Bundled packages keep their licences beside them. */
const packages = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
const licences = await Promise.all(
  [...packages].toSorted().map(async (from) => {
    const { name, version } = JSON.parse(await readFile(join(root, from, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${(await readFile(join(root, from, 'LICENSE'), 'utf8')).trim()}\n`;
  }),
);
await writeFile(join(folder, 'third-party-licences.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));

// The package's page and its licence are the repository's.
for (const file of ['LICENSE', 'README.md'])
  await copyFile(join(root, file), join(dirname(folder), file)).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
