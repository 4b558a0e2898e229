import { normalize } from 'node:path/posix';

/** A path as compose resolves it: absolute ones and `~` stay, others begin in `base`, which is relative to the project's folder. */
export function resolvePath(base: string, path: string): string {
  const plain = path.replaceAll('\\', '/');
  if (isElsewhere(plain)) return plain.length > 1 ? plain.replace(/\/+$/, '') : plain;
  return normalize(`${base}/${plain}`).replace(/(?!^)\/+$/, '') || '.';
}

/** Absolute, in the home folder, or on a Windows drive: nothing that a project's folder tells. */
export const isElsewhere = (path: string): boolean => /^(?:\/|~|[A-Za-z]:[\\/]|\\\\)/.test(path);

/** Addresses of repositories and registries stand where paths may. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path) || /^(?:git@|github\.com\/)/.test(path) || /\.git(?:#|$)/.test(path);
