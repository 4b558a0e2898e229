import type { Manifest, ManifestFile } from './manifest.ts';
import { type ManifestSet, makesObjects, manifestSet } from './manifest-set.ts';
import { folderOf, rootFolderOf } from './paths.ts';

interface PlainFile {
  path: string;
  file: ManifestFile;
}

/**
 * Manifests that are applied as they are, by the folder that they lie below. Where that folder holds two objects of one name for
 * the same environment, its files are not applied together, and each folder stands for itself.
 */
export function plainSets(files: readonly PlainFile[]): ManifestSet[] {
  const open = openFolders(files);
  return [...grouped(files, ({ path }) => rootFolderOf(path))].flatMap(([root, own]) => {
    const parts = isOneSet(own.flatMap(({ file }) => file.manifests)) ? [[root, own] as const] : [...grouped(own, ({ path }) => folderOf(path))];
    return parts
      .map(([label, each]) => manifestSet({ label, kustomize: false, open: open.has(root), manifests: each.flatMap(({ file }) => file.manifests) }))
      .filter(({ manifests }) => manifests.length > 0);
  });
}

const openFolders = (files: readonly PlainFile[]): Set<string> =>
  new Set(files.filter(({ file }) => file.foreign.some(({ group }) => makesObjects(group))).map(({ path }) => rootFolderOf(path)));

function grouped(files: readonly PlainFile[], key: (file: PlainFile) => string): Map<string, PlainFile[]> {
  const groups = new Map<string, PlainFile[]>();
  for (const file of files) {
    const group = groups.get(key(file));
    if (group) group.push(file);
    else groups.set(key(file), [file]);
  }
  return groups;
}

function isOneSet(manifests: readonly Manifest[]): boolean {
  const seen = new Map<string, string>();
  for (const { kind, name, namespace, variant, file } of manifests) {
    const key = `${kind} ${namespace ?? ''} ${name} ${variant ?? ''}`;
    const folder = folderOf(file);
    if ((seen.get(key) ?? folder) !== folder) return false;
    seen.set(key, folder);
  }
  return true;
}
