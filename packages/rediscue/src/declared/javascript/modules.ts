import { dirname, join, normalize } from 'node:path/posix';
import { parse } from 'jsonc-parser';
import type { Files } from '../reading.ts';
import { tooDeepJsonAt } from '../settings/index.ts';
import { isGenerated, isTooLarge, mayLead } from './glance.ts';
import { type Names, namesOf } from './scope.ts';
import { parseSource, type Source } from './tree.ts';

/** A file of the project with its names. */
export interface Module {
  source: Source;
  names: Names;
}

/** The project's files as modules: parsed when they are first asked for. */
export interface Modules {
  load(file: string): Module | null;
  /** The project's file that an import means; null for a package of others or when it cannot be told. */
  resolve(from: string, specifier: string): string | null;
}

/** Files that are parsed only because others import them. */
const maxLoaded = 3_000;

export function modulesOf(files: Files): Modules {
  const paths = new Set(files.paths);
  const loaded = new Map<string, Module | null>();
  const aliases = new Map<string, Alias[]>();
  const resolved = new Map<string, string | null>();
  const packages = lazily(() => packagesOf(files));

  const load = (file: string): Module | null => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    if (loaded.size >= maxLoaded) return null;
    loaded.set(file, null);
    const text = files.text(file);
    if (text === null || isTooLarge(text) || !mayLead(text) || isGenerated(text)) return null;
    const source = parseSource(file, text);
    const module = { source, names: namesOf(source) };
    loaded.set(file, module);
    return module;
  };

  const existing = (base: string): string | null => {
    const path = normalize(base);
    if (path.startsWith('..')) return null;
    for (const candidate of candidatesOf(path)) if (paths.has(candidate)) return candidate;
    return null;
  };

  const resolve = (from: string, specifier: string): string | null => {
    if (specifier.length > 300) return null;
    const folder = dirname(from);
    const key = `${folder} ${specifier}`;
    const before = resolved.get(key);
    if (before !== undefined) return before;
    const found = search(folder, specifier);
    resolved.set(key, found);
    return found;
  };

  const search = (folder: string, specifier: string): string | null => {
    if (/^\.{1,2}(\/|$)/.test(specifier)) return existing(join(folder, specifier));
    for (const { prefix, suffix, targets } of aliasesFor(folder, files, aliases)) {
      if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix) || specifier.length < prefix.length + suffix.length) continue;
      const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
      for (const target of targets) {
        const found = existing(target.replace('*', () => middle));
        if (found !== null) return found;
      }
    }
    const [, rest] = /^(?:[@~#]|src)\/(.+)$/.exec(specifier) ?? [];
    if (rest !== undefined) {
      const root = rootOf(folder, paths);
      const found = existing(join(root, 'src', rest)) ?? existing(join(root, rest)) ?? existing(join(root, 'app', rest));
      if (found !== null) return found;
    }
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    const own = packages().get(name);
    if (own === undefined) return null;
    const inner = specifier.slice(name.length + 1);
    const entries = inner === '' ? [...own.entries, 'src/index', 'index', 'src/main'] : [`src/${inner}`, inner];
    for (const entry of entries) {
      const found = existing(join(own.folder, entry));
      if (found !== null) return found;
    }
    return null;
  };
  return { load, resolve };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const extensions = ['ts', 'tsx', 'js', 'mjs', 'cjs', 'jsx', 'mts', 'cts', 'json'];

function candidatesOf(path: string): string[] {
  const written = /\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - written.length);
  // TypeScript's own imports name the file that the compiler will write.
  const compiled = written.includes('js') ? [`${stem}${written.replace('j', 't')}`, `${stem}.tsx`] : [];
  return [
    ...(written !== '' || path.endsWith('.json') ? [path] : []),
    ...compiled,
    ...extensions.map((end) => `${path}.${end}`),
    ...extensions.map((end) => join(path, `index.${end}`)),
  ];
}

/** Folder of the nearest `package.json`. */
function rootOf(folder: string, paths: ReadonlySet<string>): string {
  for (let at = folder, depth = 0; depth < 64; at = dirname(at), depth += 1) {
    if (at === '.' || paths.has(`${at}/package.json`)) return at;
  }
  return '.';
}

interface Alias {
  prefix: string;
  suffix: string;
  targets: string[];
}

/** `paths` of the nearest `tsconfig.json` or `jsconfig.json`. */
function aliasesFor(folder: string, files: Files, known: Map<string, Alias[]>, depth = 0): Alias[] {
  const before = known.get(folder);
  if (before !== undefined) return before;
  known.set(folder, []);
  let found: Alias[] | null = null;
  for (const name of ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json']) found ??= readAliases(folder === '.' ? name : `${folder}/${name}`, files);
  const aliases = found ?? (folder === '.' || depth > 64 ? [] : aliasesFor(dirname(folder), files, known, depth + 1));
  known.set(folder, aliases);
  return aliases;
}

/** Null where the file is missing or sets none. */
function readAliases(file: string, files: Files, depth = 0): Alias[] | null {
  const text = files.text(file);
  if (text === null || text.length > 100_000 || tooDeepJsonAt(text) !== null) return null;
  const config = recordOf(parse(text, [], { allowTrailingComma: true }));
  const options = recordOf(config.compilerOptions);
  const base = typeof options.baseUrl === 'string' ? options.baseUrl : null;
  const from = join(dirname(file), base ?? '.');
  const aliases: Alias[] = [];
  for (const [pattern, targets] of Object.entries(recordOf(options.paths)).slice(0, 200)) {
    const [prefix = '', suffix] = pattern.split('*');
    const places = (Array.isArray(targets) ? targets : []).filter((target) => typeof target === 'string').slice(0, 8);
    aliases.push({ prefix: suffix === undefined ? pattern : prefix, suffix: suffix ?? '', targets: places.map((target) => join(from, target)) });
  }
  if (base !== null) aliases.push({ prefix: '', suffix: '', targets: [join(from, '*')] });
  if (aliases.length > 0) return aliases;
  const parent = typeof config.extends === 'string' && config.extends.startsWith('.') ? join(dirname(file), config.extends) : null;
  if (parent === null || depth > 4) return null;
  return readAliases(parent.endsWith('.json') ? parent : `${parent}.json`, files, depth + 1);
}

const recordOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});

interface OwnPackage {
  folder: string;
  entries: string[];
}

/** The project's own packages by name. */
function packagesOf(files: Files): Map<string, OwnPackage> {
  const found = new Map<string, OwnPackage>();
  for (const path of files.paths) {
    if (!path.endsWith('/package.json') || found.size >= 1_000) continue;
    const text = files.text(path);
    if (text === null || text.length > 100_000 || tooDeepJsonAt(text) !== null) continue;
    const content = recordOf(parse(text));
    if (typeof content.name !== 'string' || found.has(content.name)) continue;
    const entries = [content.source, content.exports, recordOf(content.exports)['.'], content.types, content.module, content.main];
    found.set(content.name, { folder: dirname(path), entries: entries.filter((entry) => typeof entry === 'string') });
  }
  return found;
}
