import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Layer } from '../environment/index.ts';
import type { Environment } from '../target/index.ts';
import { expand } from './expand.ts';
import { type Assignment, parseDotenv } from './parse.ts';

/** The stronger first. Templates such as `.env.example` are no declarations and are never read. */
const names = ['.env.local', '.env'];
const maxFileBytes = 1024 * 1024;
const maxDepth = 64;

export interface Dotenv {
  /** Files that exist, the stronger first. The process's environment beats them all. */
  layers: Layer[];
  /** Files that exist and cannot be read. */
  unreadable: { file: string; why: string }[];
}

interface File {
  label: string;
  assignments: Map<string, Assignment>;
}

/** Reads the env files of a project's folder. Places name files relative to it. Never rejects. */
export async function readDotenv(folder: string, environment: Environment): Promise<Dotenv> {
  const found: Dotenv = { layers: [], unreadable: [] };
  const files: File[] = [];
  for (const label of names) {
    const text = await textOf(join(folder, label));
    if (typeof text === 'string') files.push({ label, assignments: new Map(parseDotenv(text).map((each) => [each.name, each])) });
    else if (text !== null) found.unreadable.push({ file: label, why: text.why });
  }
  found.layers = layersOf(files, environment, folder);
  return found;
}

/** Null when there is none. */
async function textOf(path: string): Promise<string | { why: string } | null> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return null;
    return info.size > maxFileBytes ? { why: 'it is too large for an env file' } : await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { why: code };
  }
}

function layersOf(files: readonly File[], environment: Environment, folder: string): Layer[] {
  const unset = new Set<string>();
  const known = new Map<Assignment, string>();
  const busy = new Set<Assignment>();
  const meant = (own: Assignment): string | undefined => {
    if (!own.expands) return own.value;
    // A variable that refers to itself, in a ring or endlessly, has no value.
    if (busy.has(own) || busy.size >= maxDepth) return undefined;
    const before = known.get(own);
    if (before !== undefined) return before;
    busy.add(own);
    const expanded = expand(own.value, lookup);
    busy.delete(own);
    for (const name of expanded.unset) unset.add(name);
    known.set(own, expanded.value);
    return expanded.value;
  };
  const lookup = (name: string): string | undefined => {
    if (environment[name] !== undefined) return environment[name];
    const own = files.find(({ assignments }) => assignments.has(name))?.assignments.get(name);
    return own && meant(own);
  };
  return files.map(({ label, assignments }) => {
    const values = [...assignments].map(([name, own]): [string, string] => {
      const value = meant(own) ?? '';
      // The application runs in its folder: relative paths begin there.
      return [name, name.endsWith('_FILE') && value !== '' && !isAbsolute(value) ? resolve(folder, value) : value];
    });
    return {
      label,
      values: Object.fromEntries(values),
      unset,
      place: (name) => {
        const line = assignments.get(name)?.line;
        return line === undefined ? null : { file: label, line };
      },
    };
  });
}
