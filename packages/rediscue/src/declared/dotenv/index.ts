import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Layer } from '../environment/index.ts';
import type { Environment } from '../target/index.ts';
import { type Assignment, parseDotenv } from './parse.ts';
import { resolverOf } from './resolve.ts';

/** The stronger first. Templates such as `.env.example` are no declarations and are never read. */
const names = ['.env.local', '.env'];
const maxFileBytes = 1024 * 1024;

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
  const resolver = resolverOf(
    files.map(({ assignments }) => assignments),
    environment,
  );
  const unset = new Set<string>();
  return files.map(({ label, assignments }) => {
    const values = [...assignments].map(([name, own]): [string, string] => {
      const expanded = resolver.meant(own);
      for (const each of expanded.unset) unset.add(each);
      const { value } = expanded;
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
