import { type Dirent, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of a project that concern servers. */
export interface ProjectFiles {
  confs: string[];
  logs: string[];
  procfiles: string[];
  units: string[];
}

const skipped = new Set(['node_modules', 'bower_components', 'vendor', 'dist', 'build', 'target', 'venv', '__pycache__', 'site-packages', 'coverage', 'Library']);
const maxDepth = 4;
const maxFolders = 400;
const maxEntries = 20_000;
const maxFiles = 200;

const isConf = (name: string) => /\.conf$/i.test(name);
/** Logs, and what a shell's redirection is usually called: a fatal configuration error goes to stderr alone. */
export const isLogName = (name: string) => /\.(log|err|out|stderr|stdout)(\.\d)?$/i.test(name) || /^(stderr|stdout|nohup|error|output|log)([._-][\w-]*)?(\.txt)?$/i.test(name);

/** A shallow and bounded look through a folder, broad first; a home or root folder ends it early by its bounds. */
export async function projectFiles(root: string, stop: () => boolean): Promise<ProjectFiles> {
  const files: ProjectFiles = { confs: [], logs: [], procfiles: [], units: [] };
  let level = [root];
  let folders = 0;
  let entries = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    const lists = await Promise.all(
      level.slice(0, Math.max(0, maxFolders - folders)).map(async (folder): Promise<[string, Dirent[]]> => {
        if (stop()) return [folder, []];
        return [folder, await readdir(folder, { withFileTypes: true }).catch(() => [])];
      }),
    );
    folders += lists.length;
    for (const [folder, list] of lists) {
      entries += list.length;
      if (entries > maxEntries || stop()) return files;
      for (const entry of list) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!skipped.has(entry.name) && (!entry.name.startsWith('.') || entry.name === '.rediscue')) next.push(path);
        } else if (entry.isFile() || entry.isSymbolicLink()) sort(files, entry.name, path);
      }
    }
    level = next;
  }
  return files;
}

function sort(files: ProjectFiles, name: string, path: string): void {
  const list = isConf(name) ? files.confs : isLogName(name) ? files.logs : /^Procfile/i.test(name) ? files.procfiles : /\.service$/.test(name) ? files.units : null;
  if (list && list.length < maxFiles) list.push(path);
}

/** Where packages put a server's configuration. */
const commonPlaces = ['/etc/redis', '/etc/valkey', '/etc', '/usr/local/etc', '/opt/homebrew/etc', '/usr/local/etc/redis', '/usr/local/etc/valkey', '/etc/sentinel'];

export async function commonConfs(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of commonPlaces) {
    if (!existsSync(folder)) continue;
    const names = await readdir(folder).catch(() => []);
    const own = /\/(redis|valkey|sentinel)$/.test(folder);
    for (const name of names) if (own ? isConf(name) : /^(redis|valkey|sentinel|keydb)[\w-]*\.conf$/.test(name)) found.push(join(folder, name));
  }
  return found.slice(0, maxFiles);
}
