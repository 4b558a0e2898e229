import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';

const maxMatches = 64;

/**
 * Files that an `include` names. Since 7.0 a server expands `*`, `?` and `[…]`, in the order of names; a pattern without a
 * match is no fault for it.
 */
export async function expandIncludes(path: string, base: string | null): Promise<{ paths: string[]; reason: string | null }> {
  const whole = base === null ? path : resolve(base, path);
  if (!/[*?[]/.test(path)) return { paths: [whole], reason: null };
  // Each further wildcard folder multiplies what has to be listed.
  const folders = path.split('/').slice(0, -1);
  if (path.includes('**') || folders.filter((folder) => /[*?[]/.test(folder)).length > 1) return { paths: [], reason: `\`${path}\` is too wide a pattern to follow here` };
  const paths: string[] = [];
  try {
    for await (const match of glob(whole)) {
      paths.push(match);
      if (paths.length >= maxMatches) return { paths: paths.sort(), reason: `\`${path}\` matches more than ${maxMatches} files` };
    }
  } catch (error) {
    return { paths: [], reason: `\`${path}\` cannot be expanded (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})` };
  }
  return { paths: paths.sort(), reason: null };
}
