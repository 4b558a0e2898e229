import { dirname } from 'node:path/posix';
import { calledTogether } from './calls.ts';
import { devcontainerFiles } from './devcontainer.ts';
import { documentsOf } from './documents.ts';
import { type ComposeName, chosen, composeName } from './names.ts';
import { resolvePath } from './paths.ts';
import { projectScope, type Stack } from './project.ts';
import type { Session } from './session.ts';
import { childOf, entriesOf, type MapNode, mapOf } from './tree.ts';

/** More files of one folder than a person keeps for one project. */
const maxVariants = 40;

/** Projects that the files stand for: those that compose finds by itself, and those it is given by name. */
export function stacksOf(session: Session, paths: readonly string[]): { own: Stack[]; byVariant: Stack[] } {
  const folders = new Map<string, ComposeName[]>();
  for (const path of paths) {
    const name = composeName(path);
    if (name) folders.set(name.folder, [...(folders.get(name.folder) ?? []), name]);
  }
  const own: Stack[] = [];
  const byVariant: Stack[] = [];
  const calls = [...folders.values()].some((names) => names.some(({ role }) => role === 'variant')) ? calledTogether(session.files) : [];
  for (const [folder, names] of folders) {
    const { base, override, ignored } = chosen(names);
    const main = composeFile(session, folder) ?? devcontainerFiles(session.files, folder) ?? [base, override].filter((path) => path !== null);
    if (main.length > 0) own.push({ paths: main, folder, variant: null, isApart: false, ignored });
    const variants = names.filter(({ role, path }) => role === 'variant' && !main.includes(path));
    for (const { path, variant } of variants.slice(0, maxVariants)) {
      const own = variant?.replace(/[-_.]override$/i, '') ?? null;
      const main = own === variant ? undefined : variants.find((other) => other.variant === own)?.path;
      const below = weakerFiles(session, calls, base, path, main);
      byVariant.push({ paths: [...below, path], folder: below.length > 0 ? dirname(below[0] ?? path) : folder, variant: own, isApart: true, ignored: [] });
    }
    const [next] = variants.slice(maxVariants);
    const at = next && { source: { file: next.path, base: folder, scope: () => undefined }, line: 1, column: 1 };
    if (at) session.problem(at, `the folder holds more than ${maxVariants} compose files; this one and the rest are not read`);
  }
  return { own, byVariant };
}

/** `COMPOSE_FILE` names the files instead of compose's own search. */
function composeFile(session: Session, folder: string): string[] | null {
  // That of the shell is for the folder it stands in, which need not be this one.
  const { dotenv } = projectScope(session, folder);
  const value = dotenv.get('COMPOSE_FILE')?.value;
  if (!value) return null;
  const separator = dotenv.get('COMPOSE_PATH_SEPARATOR')?.value || (value.includes(';') ? ';' : ':');
  const paths = value.split(separator).map((path) => resolvePath(folder, path));
  return paths.every((path) => session.yaml(path) !== null) ? paths : null;
}

/** Files that a variant is laid over; none when it stands alone. `main`: the file that it is the override of, by its name. */
function weakerFiles(session: Session, calls: readonly (readonly string[])[], base: string | null, path: string, main?: string): string[] {
  const together = calls.filter((call) => call.includes(path));
  const over = together.find((call) => call.indexOf(path) > 0);
  if (over) return over.slice(0, over.indexOf(path));
  if (together.length > 0) return [];
  if (main !== undefined) return [...weakerFiles(session, calls, base, main), main];
  return base === null || standsAlone(session, base, path) ? [] : [base];
}

/**
 * Whether a variant's file needs no other. It does when a service has neither image nor build, or when it only names some of the
 * base's services; a file that names all of them again, or several complete ones, repeats a project.
 */
function standsAlone(session: Session, base: string, path: string): boolean {
  const known = servicesOf(session, base);
  const own = servicesOf(session, path);
  const incomplete = [...own].filter(([, service]) => !isComplete(service));
  if (incomplete.some(([name]) => known.has(name))) return false;
  if (incomplete.length > 0 || own.size === 0) return true;
  return own.size > 1 || own.size === known.size || [...own.keys()].some((name) => !known.has(name));
}

const isComplete = (service: MapNode): boolean => ['image', 'build', 'extends', 'provider'].some((key) => childOf(service, key) !== undefined);

function servicesOf(session: Session, file: string): Map<string, MapNode> {
  const documents = documentsOf(session, { file, base: dirname(file), scope: () => undefined });
  return new Map(
    documents
      .flatMap((document) =>
        [...entriesOf(childOf(document, 'services'))].map(([name, { value }]): [string, MapNode] | null => {
          const map = mapOf(value);
          return map && [name, map];
        }),
      )
      .filter((each) => each !== null),
  );
}
