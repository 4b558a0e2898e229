import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, normalize } from 'node:path';
import { isPassedOver } from '../path-kinds.ts';
import type { Files } from '../reading.ts';

/** Files as they were before `--fix`. */
const leftByFix = /\.before-fix-\d{8}T\d{6}Z$/;
/** Larger ones are data. */
const maxFileBytes = 1024 * 1024;
const maxFiles = 20_000;
const maxDepth = 24;

export interface FoundFiles extends Files {
  /** What was left out, and why: limits of number, time and depth, folders that cannot be read. */
  readonly leftOut: { what: string; why: string }[];
}

interface WalkOptions {
  /** Looks and reads no further when this says so. */
  stop?: () => boolean;
  environment?: Files['environment'];
}

/**
 * The files of a project. Links are not followed, so that nothing outside is taken for the project's own and no ring is walked.
 * Synchronous: small files from a warm cache cost less than turns of the event loop.
 */
export function filesIn(folder: string, { stop = () => false, environment = {} }: WalkOptions = {}): FoundFiles {
  const root = realpathSync(folder);
  const paths: string[] = [];
  const leftOut: FoundFiles['leftOut'] = [];
  const leave = (what: string, why: string): undefined => {
    if (leftOut.length < 20 && !leftOut.some((entry) => entry.what === what && entry.why === why)) leftOut.push({ what, why });
  };
  const visit = (relative: string, depth: number): undefined => {
    if (depth > maxDepth) return leave(`files below ${relative}`, `it is more than ${maxDepth} folders deep`);
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, relative), { withFileTypes: true });
    } catch (error) {
      return leave(`files in ${relative || '.'}`, `the folder cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
    const folders: string[] = [];
    for (const entry of entries) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isFile() && !leftByFix.test(entry.name)) paths.push(path);
      else if (entry.isDirectory() && !isPassedOver(entry.name)) folders.push(path);
    }
    // Files near the top say most: they are looked at first, and a limit cuts off the depths.
    for (const path of folders) {
      if (paths.length >= maxFiles) return leave('further files of the project', `${maxFiles} are looked at in one run`);
      if (stop()) return leave('further files of the project', 'the time for reading was over; `--budget` gives more');
      visit(path, depth + 1);
    }
  };
  visit('', 0);
  const texts = new Map<string, string | null>();
  const isInside = (path: string) => path !== '..' && !path.startsWith('../') && !path.startsWith('/');
  return {
    paths: paths.toSorted(),
    leftOut,
    name: basename(root),
    root,
    environment,
    text: (path) => {
      const at = normalize(path);
      if (!isInside(at)) return null;
      const known = texts.get(at);
      if (known !== undefined) return known;
      // What is not read by now is told, and not waited for: all readers end soon.
      if (stop()) {
        leave('further files of the project', 'the time for reading was over; `--budget` gives more');
        return null;
      }
      const text = textOf(join(root, at), root);
      if (typeof text !== 'string' && text !== null) leave(at, text.why);
      const read = typeof text === 'string' ? text : null;
      texts.set(at, read);
      return read;
    },
    kind: (path) => {
      try {
        const at = path.startsWith('/') ? path : join(root, path);
        const found = statSync(at);
        if (found.isDirectory()) return readdirSync(at).length === 0 ? 'empty-folder' : 'folder';
        return 'file';
      } catch {
        return null;
      }
    },
  };
}

/** Null where there is none. A link that leads out of the project is not followed. */
function textOf(path: string, root: string): string | { why: string } | null {
  try {
    const real = realpathSync(path);
    if (real !== root && !real.startsWith(`${root}/`)) return { why: 'it is a link that leads out of the project' };
    const found = statSync(real);
    if (!found.isFile()) return null;
    if (found.size > maxFileBytes) return { why: 'it is larger than 1 MiB' };
    return readFileSync(real, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { why: `it cannot be read (${code})` };
  }
}
