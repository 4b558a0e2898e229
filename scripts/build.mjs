import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes what is published: a program that Node.js 24 runs without a single dependency. It has a few parts, each a
 * bundle, so that a call only loads what it needs, when it needs it: `rediscue.mjs` the command line, `diagnose.mjs`,
 * `audit.mjs` and `explain.mjs` what those commands do, `project.mjs` and `reader…` the readers of files, `machine.mjs` and `verdict.mjs` what a diagnosis loads while it waits for a
 * server, `kubernetes.mjs` the client of a cluster that is asked for, `facts-schema.mjs` the checks of saved facts, `config.mjs` those of a rediscue.yaml, `cloud-facts.mjs` those of what providers say, `init.mjs` what writes one. A part that is loaded
 * costs time even where its code does not run: in one file `--version` took 1.7 times as long as Node.js itself.
 */
const root = join(import.meta.dirname, '..');
const home = join(root, 'packages/rediscue');
const source = (path) => join(home, 'src', path);
const dist = join(home, 'dist');
/** All parts or none: it takes the place of `dist` when it is whole. */
const draft = join(home, `dist.${process.pid}`);

const parts = {
  rediscue: source('main.ts'),
  diagnose: source('cli/commands/diagnose/run.ts'),
  audit: source('cli/commands/audit/run.ts'),
  init: source('cli/commands/init/run.ts'),
  config: source('config/read.ts'),
  'cloud-facts': source('declared/cloud-facts/index.ts'),
  project: source('diagnose/project.ts'),
  'reader-golang': source('declared/golang/index.ts'),
  'reader-ini': source('declared/ini/index.ts'),
  'reader-json': source('declared/json/index.ts'),
  'reader-toml': source('declared/toml/index.ts'),
  'reader-java': source('declared/java/index.ts'),
  'reader-javascript': source('declared/javascript/index.ts'),
  'reader-php': source('declared/php/index.ts'),
  'reader-python': source('declared/python/index.ts'),
  'reader-ruby': source('declared/ruby/index.ts'),
  'reader-terraform': source('declared/terraform/index.ts'),
  'readers-yaml': source('declared/project/yaml-readers.ts'),
  kubernetes: source('probes/kubernetes/index.ts'),
  machine: source('probes/machine.ts'),
  place: source('probes/place/inside.ts'),
  verdict: source('diagnose/verdict.ts'),
  explain: source('cli/commands/explain/run.ts'),
  'facts-schema': source('facts/index.ts'),
};

/** What one part imports dynamically of another stays an import. */
const betweenParts = {
  name: 'imports between parts',
  setup(bundle) {
    bundle.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return null;
      const [part] = Object.entries(parts).find(([, file]) => file === join(resolveDir, path)) ?? [];
      return part === undefined ? null : { path: `./${part}.mjs`, external: true };
    });
  },
};

/**
 * In one module all imports stand at the top, so that every call would load TLS and DNS. Built-in modules are
 * therefore taken when one of their functions is first used; those that Node.js itself has loaded cost nothing.
 */
const loadedAnyway = new Set(['node:fs', 'node:path', 'node:url', 'node:util', 'node:os', 'node:events', 'node:buffer', 'node:module']);
const lazyBuiltins = {
  name: 'lazy built-in modules',
  setup(bundle) {
    // Packages may name them without `node:`.
    const names = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);
    bundle.onResolve({ filter: names }, ({ path }) => ({ path: path.startsWith('node:') ? path : `node:${path}`, namespace: 'builtin' }));
    bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, async ({ path }) => {
      const module = `process.getBuiltinModule(${JSON.stringify(path)})`;
      const { default: whole, ...named } = await import(path);
      if (loadedAnyway.has(path) || typeof whole !== 'object') return { contents: `module.exports = ${module};` };
      return {
        contents: `const load = () => ${module};\nmodule.exports = {\n${Object.keys(named)
          .map((name) => `  get ${name}() { return load().${name}; },`)
          .join('\n')}\n};`,
      };
    });
  },
};

/** Examples are for tests and the manual; a diagnosis need not build them. The formatter keeps them in this form. */
const withoutExamples = {
  name: 'causes without examples',
  setup(bundle) {
    bundle.onLoad({ filter: /\/src\/causes\/[a-z]+\/[a-z0-9-]+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('defineCause(')) return null;
      const contents = text
        .replace(/^ {2}examples: (?:\{\n[\s\S]*?^ {2}\}|\{.*\}),$/m, '  examples: { bad: [], good: [] },')
        .replace(/^ {2}fileExamples: (?:\{\n[\s\S]*?^ {2}\}|\{.*\}),$/m, '');
      if (contents === text) throw new Error(`${path}: the examples were not found`);
      return { contents, loader: 'ts' };
    });
  },
};

/** Zod's texts in forty languages: only its English ones are ever shown. */
const englishOnly = {
  name: 'one language of zod',
  setup(bundle) {
    bundle.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer, resolveDir }) => (importer.includes('/zod/') ? { path: join(resolveDir, '../locales/en.js') } : null));
  },
};

const builds = await Promise.allSettled(
  Object.entries(parts).map(([part, entry]) =>
    build({
      entryPoints: [entry],
      outfile: join(draft, `${part}.mjs`),
      plugins: [betweenParts, lazyBuiltins, englishOnly, ...(part === 'verdict' ? [withoutExamples] : [])],
      absWorkingDir: root,
      bundle: true,
      format: 'esm',
      platform: 'node',
      // The form that can be bundled; some packages' other one loads its own files by name.
      mainFields: ['module', 'main'],
      target: 'node24',
      // Names and lines stay, so that a stack trace from the field can be read.
      minifySyntax: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    }),
  ),
);
const failed = builds.find(({ status }) => status === 'rejected');
if (failed !== undefined) {
  await rm(draft, { recursive: true, force: true });
  // What is wrong in which file stands above already.
  process.exit(1);
}
const results = builds.map(({ value }) => value);

/** Bundled packages keep their licences beside them. */
const packages = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
const licences = await Promise.all(
  [...packages].toSorted().map(async (from) => {
    const { name, version } = JSON.parse(await readFile(join(root, from, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${(await licenceOf(join(root, from))).trim()}\n`;
  }),
);
/** Packages name the file as they like. */
async function licenceOf(folder) {
  const name = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  if (name === undefined) throw new Error(`${folder}: no licence was found`);
  return readFile(join(folder, name), 'utf8');
}
await writeFile(join(draft, 'third-party-licences.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));

// Editors read it from the published package.
await copyFile(join(root, 'docs/reference/rediscue.schema.json'), join(draft, 'rediscue.schema.json'));

await rm(dist, { recursive: true, force: true });
await rename(draft, dist);

// The package's page and its licence are the repository's.
for (const file of ['LICENSE', 'README.md'])
  await copyFile(join(root, file), join(dirname(dist), file)).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
