import { basename, dirname, join, relative } from 'node:path/posix';
import { templateWords } from '../path-kinds.ts';
import type { Dangling, Files } from '../reading.ts';

/** Templates, and what a file with defaults is called. */
const words = new RegExp(`(^|[-_.])(${templateWords}|defaults?|j2|erb)(?=[-_.]|$)`, 'gi');

const plain = (name: string): string => name.replace(words, '').replace(/[-_.]/g, '').toLowerCase();

/**
 * What tells that a file which is not here is made where the project runs: the template of it that stands beside it, or the
 * `.gitignore` that keeps it out of the repository. Null: nothing does, or it is no file.
 */
export function madeFrom({ kind, name }: Dangling, files: Files): string | null {
  if (kind !== 'env-file' && kind !== 'mount-source') return null;
  const folder = dirname(name);
  const wanted = plain(basename(name));
  const template = files.paths.find((path) => dirname(path) === folder && path !== name && plain(basename(path)) === wanted && basename(path).search(words) !== -1);
  return template ?? ignoredBy(name, folder, files);
}

function ignoredBy(path: string, folder: string, files: Files): string | null {
  if (path.startsWith('/') || path.startsWith('..')) return null;
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, '.gitignore');
    const lines = files.text(file)?.split('\n') ?? [];
    const inside = relative(at, path);
    // The last line that fits decides.
    const last = lines.map((line) => line.trim()).findLast((line) => line !== '' && !line.startsWith('#') && fits(line.replace(/^!/, ''), inside));
    if (last !== undefined) return last.startsWith('!') ? null : file;
    if (at === '.') return null;
  }
}

/** A pattern of `.gitignore` for a file or a folder above it. Longer ones than any person writes fit nothing. */
function fits(pattern: string, path: string): boolean {
  if (pattern.length > 200) return false;
  const own = pattern.replace(/\/+$/, '');
  const glob = own.replace(/^\*\*\//, '');
  const isAnchored = glob === own && own.includes('/');
  const parts = path.split('/');
  const starts = isAnchored ? [0] : [...parts.keys()];
  const candidates = starts.flatMap((start) => parts.slice(start).map((_, index) => parts.slice(start, start + index + 1).join('/')));
  const matches = globOf(glob.replace(/^\//, ''));
  return candidates.some((candidate) => matches(candidate));
}

/** `*` within a name, `?`, and `**` across folders; brackets stand for themselves. Without a regular expression, so that no pattern can take long. */
function globOf(glob: string): (text: string) => boolean {
  return (text) => {
    // Positions in the pattern that fit the text so far.
    let at = closed(glob, new Set([0]));
    for (const sign of text) {
      const next = new Set<number>();
      for (const index of at) {
        const own = glob[index];
        if (own === '*') {
          if (sign !== '/' || glob[index + 1] === '*' || glob[index - 1] === '*') next.add(index);
        } else if (own === sign || (own === '?' && sign !== '/')) next.add(index + 1);
      }
      at = closed(glob, next);
    }
    return at.has(glob.length);
  };
}

/** With the positions behind stars, which may stand for nothing. */
function closed(glob: string, at: Set<number>): Set<number> {
  for (const index of at) if (glob[index] === '*') at.add(index + 1);
  return at;
}
