import type { Session } from './session.ts';
import { childOf, emptyMap, entryOf, isNull, type MapNode, mapOf, type Source } from './tree.ts';
import { treesOf } from './yaml-file.ts';

/** Files that a project was read from, in the order in which they were opened. */
export interface Loading {
  session: Session;
  files: string[];
  /** Files that others take services from one by one. */
  extended: Set<string>;
  /** Files that are a part of the project as a whole. */
  included: Set<string>;
}

/** A file's documents that are maps. */
export function documentsOf(session: Session, source: Source): MapNode[] {
  const file = session.yaml(source.file);
  const trees = file === null ? [] : treesOf(file, source);
  return trees.flatMap((tree) => {
    const map = mapOf(tree);
    if (map === null && !isNull(tree)) session.problem(tree, 'a compose file is a map with `services`');
    return map ?? [];
  });
}

/** Whether a file's content says that it is for compose. */
export function isCompose(root: MapNode): boolean {
  if (mapOf(childOf(root, 'services')) !== null || entryOf(root, 'include') !== undefined) return true;
  return ['networks', 'volumes', 'secrets', 'configs'].some((name) => mapOf(childOf(root, name)) !== null);
}

export const sectionOf = (root: MapNode, name: string): MapNode => mapOf(childOf(root, name)) ?? emptyMap(root);
