import { basename, dirname } from 'node:path/posix';
import { isTemplateName } from '../path-kinds.ts';

/** What an env file's path says of it. */
export interface EnvFileName {
  /** Folder whose programs read it. */
  folder: string;
  variant: string | null;
  /** The smaller is the stronger, among the files of a folder and a variant. */
  rank: number;
  isShell: boolean;
}

/** More words that make a file a template, in any place of its name. */
const templates = new Set('exemple ejemplo beispiel esempio default placeholder reference schema'.split(' '));
/** Endings of files that are something else: other languages, templates' sources, copies, encrypted ones. */
const foreign = new Set(
  (
    'md mdx txt html ts mts cts js mjs cjs json jsonc yml yaml toml ini php py rb go rs java sh bash zsh fish ps1 bat cmd nix j2 jinja jinja2 erb hbs handlebars mustache ejs ' +
    'njk liquid gotmpl in bak backup old orig save swp swo tmp rej enc encrypted gpg pgp asc age sops vault keys key lock license cmdrc d zip gz'
  ).split(' '),
);
/** Folders that do nothing but hold env files for the one above. */
const holders = new Set(['env', 'envs', '.envs', 'environment', 'environments']);

/** Null when it is no env file, or a template of one. */
export function envFileName(path: string): EnvFileName | null {
  const name = basename(path);
  const parent = dirname(path);
  const folder = holders.has(basename(parent)) ? dirname(parent) : parent;
  if (name === '.env') return { folder, variant: null, rank: 2, isShell: false };
  if (name === '.envrc') return { folder: parent, variant: null, rank: 0, isShell: true };
  const [, behind, before] = /^\.env[._-](.+)$|^\.?(.+)\.env$/.exec(name) ?? [];
  const mode = behind ?? before;
  if (mode === undefined || !/^[A-Za-z0-9][\w.-]*$/.test(mode)) return null;
  const words = mode.toLowerCase().split(/[._-]/);
  if (isTemplateName(mode) || words.some((word) => templates.has(word)) || foreign.has(words.at(-1) ?? '')) return null;
  if (behind === 'defaults') return { folder, variant: null, rank: 3, isShell: false };
  if (behind === undefined) return { folder, variant: mode, rank: 2, isShell: false };
  return behind.endsWith('.local') ? { folder, variant: behind.slice(0, -'.local'.length), rank: 0, isShell: false } : { folder, variant: behind, rank: 1, isShell: false };
}
