import { basename, dirname, normalize } from 'node:path/posix';
import type { Files } from './reading.ts';

/** A project in memory, for tests of readers. */
export function filesOf(texts: Readonly<Record<string, string>>, environment: Files['environment'] = {}, name = 'shop'): Files {
  const paths = Object.keys(texts).toSorted();
  const folders = new Set(paths.flatMap((path) => ancestors(path)));
  // A file may be named like what every object has.
  const own = (path: string) => (Object.hasOwn(texts, path) ? texts[path] : undefined);
  return {
    paths,
    text: (path) => own(normalize(path)) ?? null,
    kind: (path) => {
      const at = normalize(path).replace(/\/$/, '');
      return own(at) !== undefined ? 'file' : folders.has(at) ? 'folder' : null;
    },
    name: basename(name),
    root: `/project/${basename(name)}`,
    environment,
  };
}

function ancestors(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' || folder === '/' ? ['.'] : [folder, ...ancestors(folder)];
}
