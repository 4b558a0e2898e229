import { isForeign } from '../path-kinds.ts';
import type { Files, FolderVariables, Reader, ReadingProblem } from '../reading.ts';
import { readEnvrc } from './envrc.ts';
import { type EnvFileName, envFileName } from './file-name.ts';
import { type Assignment, scanDotenv } from './parse.ts';
import { type Resolver, resolverOf } from './resolve.ts';

/** More would bury the rest: a file with so many is something else. */
const maxProblems = 20;

interface EnvFile extends EnvFileName {
  file: string;
  text: string;
  assignments: Map<string, Assignment>;
}

/**
 * Env files of all folders: `.env`, `.env.local`, `.env.<mode>`, `.env.<mode>.local`, `<name>.env`, `env/<name>.env`, and the exports
 * of an `.envrc`. The stronger of a folder come first, those for all modes before those for one. Templates are not read, and no example's or test's.
 */
export const dotenvReader: Reader = {
  id: 'dotenv',
  detect: (path) => !isForeign(path) && envFileName(path) !== null,
  read(paths, files) {
    const problems: ReadingProblem[] = [];
    const folders = Map.groupBy(
      paths.flatMap((path) => fileOf(path, files, problems) ?? []),
      ({ folder }) => folder,
    );
    return { variables: [...folders.values()].flatMap((own) => variablesOf(own, files, problems)), problems };
  },
};

function fileOf(path: string, files: Files, problems: ReadingProblem[]): EnvFile | null {
  const name = envFileName(path);
  if (name === null || files.kind(path) !== 'file') return null;
  const text = files.text(path);
  if (text === null) {
    problems.push({ place: { file: path }, why: 'it cannot be read' });
    return null;
  }
  if (name.isShell) return { ...name, file: path, text, assignments: new Map() };
  // A key file or an archive of such a name: no line of it means anything.
  if (text.includes('\0')) {
    problems.push({ place: { file: path, line: text.slice(0, text.indexOf('\0')).split('\n').length }, why: 'it holds bytes that no text has' });
    return null;
  }
  const { assignments, others } = scanDotenv(text);
  problems.push(...problemsOf(path, assignments, others));
  return { ...name, file: path, text, assignments: new Map(assignments.map((each) => [each.name, each])) };
}

function problemsOf(file: string, assignments: readonly Assignment[], others: readonly { line: number; column: number }[]): ReadingProblem[] {
  // Lines of one value that misses its quotes belong together.
  const found: ReadingProblem[] = others
    .filter(({ line }, index) => others[index - 1]?.line !== line - 1)
    .map((place) => ({ place: { file, ...place }, why: 'this line assigns nothing: `NAME=value` is expected' }));
  for (const { line, column, value, quoted } of assignments) {
    const sign = quoted ? '' : (/^["'`]/.exec(value)?.[0] ?? '');
    if (sign !== '' && !value.slice(1).includes(sign))
      found.push({ place: { file, line, column }, why: 'the quote that opens here is closed nowhere, so it belongs to the value' });
  }
  const sorted = found.toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0));
  return sorted.length <= maxProblems ? sorted : [...sorted.slice(0, maxProblems), { place: { file }, why: `${sorted.length - maxProblems} more places of it cannot be read` }];
}

function variablesOf(folder: readonly EnvFile[], files: Files, problems: ReadingProblem[]): FolderVariables[] {
  const variants = Map.groupBy(
    folder.toSorted((a, b) => a.rank - b.rank || a.file.localeCompare(b.file)),
    ({ variant }) => variant,
  );
  const base = variants.get(null) ?? [];
  const local = variants.get('local') ?? [];
  const found: FolderVariables[] = [];
  const chainOf = (variant: string | null, own: EnvFile[]) => (variant === null || variant === 'local' ? [...local, ...base] : [...own, ...base]);
  for (const variant of [null, 'local', ...[...variants.keys()].filter((key) => key !== null && key !== 'local').toSorted()]) {
    const own = variants.get(variant) ?? [];
    const chain = chainOf(variant, own).filter(({ isShell }) => !isShell);
    const resolver = resolverOf(
      chain.map(({ assignments }) => assignments),
      files.environment,
    );
    for (const each of own) found.push(each.isShell ? shellVariables(each, files, problems) : fileVariables(each, resolver));
    const last = own.at(-1);
    if (last && resolver.isExhausted()) problems.push({ place: { file: last.file }, why: 'its references grow beyond what is read; some are left as they are written' });
  }
  return found;
}

function shellVariables({ file, folder, variant, text }: EnvFile, files: Files, problems: ReadingProblem[]): FolderVariables {
  const read = readEnvrc(file, text, files.environment);
  problems.push(...read.problems);
  return { file, folder, variant, variables: read.variables };
}

function fileVariables({ file, folder, variant, assignments }: EnvFile, resolver: Resolver): FolderVariables {
  const variables = [...assignments.values()].map((own) => {
    const { value, unset } = resolver.meant(own);
    return { name: own.name, value, place: { file, line: own.line, column: own.column }, ...(unset.length === 0 ? {} : { unset: [...new Set(unset)] }) };
  });
  return { file, folder, variant, variables };
}
