import { dirname, join } from 'node:path/posix';
import { findNodeAtLocation, type ParseError, parseTree } from 'jsonc-parser';
import type { Place } from '../../facts/index.ts';
import { isForeign } from '../path-kinds.ts';
import type { Files, ReadingProblem } from '../reading.ts';
import { positionsOf } from '../shell/index.ts';

export interface Script {
  name: string;
  text: string;
  /** Place of an offset of the text. */
  at(offset: number): Place;
}

export interface PackageFile {
  file: string;
  folder: string;
  /** The package's name; null without one. */
  name: string | null;
  scripts: Map<string, Script>;
}

/** Reads the scripts of a `package.json`; null when there is none or it is no JSON. */
export function readPackage(file: string, files: Files, problems: ReadingProblem[] = []): PackageFile | null {
  const text = files.kind(file) === 'file' ? files.text(file)?.replace(/^\uFEFF/, '') : undefined;
  // A template's text is no JSON, and nothing that runs reads it.
  if (text === undefined || /\{\{|<%/.test(text.slice(0, 2000))) return null;
  const place = positionsOf(text);
  const errors: ParseError[] = [];
  const root = treeOf(text, errors);
  const [error] = errors;
  if (root === null || root?.type !== 'object' || error) {
    problems.push({ place: { file, ...place(error?.offset ?? 0) }, why: root === null ? 'its JSON is nested too deep' : 'it is no valid JSON from here on' });
    if (root?.type !== 'object') return null;
  }
  const scripts = new Map<string, Script>();
  for (const property of findNodeAtLocation(root, ['scripts'])?.children ?? []) {
    const [key, value] = property.children ?? [];
    if (typeof key?.value !== 'string' || typeof value?.value !== 'string') continue;
    const raw = text.slice(value.offset + 1, value.offset + value.length - 1);
    const offsetIn = rawOffsets(raw);
    scripts.set(key.value, { name: key.value, text: value.value, at: (offset) => ({ file, ...place(value.offset + 1 + offsetIn(offset)) }) });
  }
  const name: unknown = findNodeAtLocation(root, ['name'])?.value;
  return { file, folder: dirname(file), name: typeof name === 'string' ? name : null, scripts };
}

function treeOf(text: string, errors: ParseError[]) {
  try {
    return parseTree(text, errors, { disallowComments: true });
  } catch {
    return null;
  }
}

/** Where a sign of a JSON string's value stands in its text. */
function rawOffsets(raw: string): (offset: number) => number {
  let offsets: number[] | null = null;
  return (offset) => {
    if (!raw.includes('\\')) return offset;
    if (offsets === null) {
      offsets = [];
      for (let at = 0; at < raw.length; at += raw[at] !== '\\' ? 1 : raw[at + 1] === 'u' ? 6 : 2) offsets.push(at);
    }
    return offsets[offset] ?? raw.length;
  };
}

/** The packages of a project, read when they are asked for. */
export interface Packages {
  in(folder: string): PackageFile | null;
  named(name: string): PackageFile | null;
  /** Whether any of them has a script of that name. */
  haveScript(name: string): boolean;
}

export function packagesOf(files: Files): Packages {
  const known = new Map<string, PackageFile | null>();
  const read = (folder: string) => {
    const at = join(folder, '.');
    const before = known.get(at);
    if (before !== undefined) return before;
    const found = readPackage(join(at, 'package.json'), files);
    known.set(at, found);
    return found;
  };
  let byName: Map<string, PackageFile> | null = null;
  const scripts = new Set<string>();
  const all = () => {
    if (byName !== null) return byName;
    byName = new Map();
    for (const path of files.paths.filter(isPackageFile)) {
      const found = read(dirname(path));
      if (found?.name) byName.set(found.name, found);
      for (const name of found?.scripts.keys() ?? []) scripts.add(name);
    }
    return byName;
  };
  return { in: read, named: (name) => all().get(name) ?? null, haveScript: (name) => all() !== null && scripts.has(name) };
}

export const isPackageFile = (path: string): boolean => /(^|\/)package\.json$/.test(path) && !isForeign(path);
