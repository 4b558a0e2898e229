import { basename, dirname } from 'node:path/posix';
import { isCopyName, isForeign, isTemplate, isTemplateName } from '../path-kinds.ts';

/** How a file's name says what it is for. */
export interface ComposeName {
  path: string;
  folder: string;
  role: 'base' | 'override' | 'variant';
  /** Null for base and override. */
  variant: string | null;
}

/** In the order in which compose looks for them. */
const bases = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrides = ['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'];

const behind = /^(?:docker[-_.]?)?compose[-_.](.+)\.ya?ml$/i;
const before = /^(.+)[-_.](?:docker[-_]?)?compose\.ya?ml$/i;

/** Null when the name is none of compose's, or one of a template, an example or a test's data. */
export function composeName(path: string): ComposeName | null {
  const name = basename(path);
  if (isForeign(path) || isTemplate(path)) return null;
  const own = { path, folder: dirname(path) };
  if (bases.includes(name)) return { ...own, role: 'base', variant: null };
  if (overrides.includes(name)) return { ...own, role: 'override', variant: null };
  const variant = behind.exec(name)?.[1] ?? before.exec(name)?.[1];
  if (variant === undefined || variant === 'docker' || isTemplateName(variant) || isCopyName(variant)) return null;
  return { ...own, role: 'variant', variant };
}

const rank = (names: readonly string[], path: string): number => names.indexOf(basename(path));

/** The base and the override that compose takes of a folder's files, and those that it leaves out. */
export function chosen(files: readonly ComposeName[]): { base: string | null; override: string | null; ignored: string[] } {
  const pick = (role: 'base' | 'override', order: readonly string[]) => files.filter((file) => file.role === role).toSorted((a, b) => rank(order, a.path) - rank(order, b.path));
  const [base, ...otherBases] = pick('base', bases);
  const [override, ...otherOverrides] = pick('override', overrides);
  return { base: base?.path ?? null, override: override?.path ?? null, ignored: [...otherBases, ...otherOverrides].map(({ path }) => path) };
}
