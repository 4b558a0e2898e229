import type { ManifestFile } from './manifest.ts';
import { type ManifestSet, makesObjects, manifestSet } from './manifest-set.ts';
import { folderOf, rootFolderOf } from './paths.ts';

export interface PlainFile {
  path: string;
  file: ManifestFile;
}

interface Part {
  label: string;
  files: readonly PlainFile[];
}

/**
 * Manifests that are applied as they are, by the folder that they lie below. Two objects of one name for the same environment are
 * never applied together: then each folder stands for itself, and in a folder the file that repeats the others.
 * `hasTemplates`: folders where more is applied than can be seen.
 */
export function plainSets(files: readonly PlainFile[], hasTemplates: ReadonlySet<string>): ManifestSet[] {
  const open = new Set([...hasTemplates, ...files.filter(({ file }) => file.unseen || file.foreign.some(makesObjects)).map(({ path }) => rootFolderOf(path))]);
  return [...grouped(files, ({ path }) => rootFolderOf(path))].flatMap(([root, own]) => {
    const parts =
      repeated(own).size === 0 ? [{ label: root, files: own }] : [...grouped(own, ({ path }) => folderOf(path))].flatMap(([label, each]) => apart({ label, files: each }));
    return parts
      .map((part) => manifestSet({ label: part.label, kustomize: false, open: open.has(root), manifests: part.files.flatMap(({ file }) => file.manifests) }))
      .filter(({ manifests }) => manifests.length > 0);
  });
}

function grouped(files: readonly PlainFile[], key: (file: PlainFile) => string): Map<string, PlainFile[]> {
  const groups = new Map<string, PlainFile[]>();
  for (const file of files) {
    const group = groups.get(key(file));
    if (group) group.push(file);
    else groups.set(key(file), [file]);
  }
  return groups;
}

const keysOf = ({ file }: PlainFile): string[] => file.manifests.map(({ kind, name, namespace, variant }) => `${kind} ${namespace ?? ''} ${name} ${variant ?? ''}`);

/** Objects that several files declare, with the number of these files. */
function repeated(files: readonly PlainFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of files) for (const key of new Set(keysOf(file))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count > 1));
}

/** Takes out of a folder the files that repeat what others declare, the fullest first: an all-in-one file beside its parts. */
function apart({ label, files }: Part): Part[] {
  const counts = repeated(files);
  const repeats = (file: PlainFile) => keysOf(file).filter((key) => (counts.get(key) ?? 0) > 1);
  const out = new Set<PlainFile>();
  for (const { file } of files.map((each) => ({ file: each, count: repeats(each).length })).toSorted((a, b) => b.count - a.count)) {
    const own = repeats(file);
    if (own.length === 0) continue;
    out.add(file);
    for (const key of new Set(own)) counts.set(key, (counts.get(key) ?? 0) - 1);
  }
  return [{ label, files: files.filter((file) => !out.has(file)) }, ...[...out].map((file) => ({ label: file.path, files: [file] }))];
}
