import { dirname } from 'node:path/posix';
import { documentsOf, type Loading } from './documents.ts';
import { envValues } from './env-file.ts';
import { extendServices } from './extends.ts';
import { mergeFiles } from './merge.ts';
import { isRemote, resolvePath } from './paths.ts';
import { firstOf, mapScope, type Scope } from './scope.ts';
import { quietText, type Session, textOf } from './session.ts';
import { childOf, itemsOf, type MapNode, type Node, type Source } from './tree.ts';

const maxDepth = 12;
const maxFiles = 64;

/** Lays the files over each other, the later ones on top, each with what it includes and extends. */
export function loadFiles(loading: Loading, paths: readonly string[], base: string, scope: Scope, trail: readonly string[] = []): MapNode | null {
  let merged: MapNode | null = null;
  for (const file of paths) {
    const source: Source = { file, base, scope };
    loading.files.push(file);
    for (const own of documentsOf(loading.session, source)) {
      const whole = included(loading, own, [...trail, file]);
      const extended = extendServices(loading, whole, merged);
      merged = merged === null ? extended : mergeFiles(merged, extended);
    }
  }
  return merged;
}

/** What the file includes lies under what it says itself. */
function included(loading: Loading, own: MapNode, trail: readonly string[]): MapNode {
  const list = itemsOrOne(childOf(own, 'include'));
  let result = own;
  for (const item of list) {
    const other = includeOne(loading, item, trail);
    if (other) result = mergeFiles(other, result);
  }
  return result;
}

const itemsOrOne = (node: Node | undefined): readonly Node[] => (node?.kind === 'map' ? [node] : itemsOf(node));

function includeOne(loading: Loading, item: Node, trail: readonly string[]): MapNode | null {
  const { session } = loading;
  const { source } = item;
  const paths: string[] = [];
  for (const each of item.kind === 'map' ? itemsOf(childOf(item, 'path')) : [item]) {
    const path = textOf(session, each)?.value ?? '';
    const resolved = resolvePath(source.base, path);
    if (path === '' || isRemote(path)) session.problem(each, 'what it includes stands outside of the project and is not read');
    else if (trail.includes(resolved)) session.problem(each, `\`${resolved}\` includes itself`);
    else if (session.yaml(resolved) === null) session.problem(each, `the included file \`${resolved}\` cannot be read`);
    else paths.push(resolved);
  }
  const [first] = paths;
  if (first === undefined) return null;
  if (trail.length >= maxDepth || loading.files.length + paths.length > maxFiles) {
    session.problem(item, 'too many files include each other; this one is not followed');
    return null;
  }
  for (const path of paths) loading.included.add(path);
  const folder = quietText(childOf(item, 'project_directory'));
  const base = folder === null || folder === '' ? dirname(first) : resolvePath(source.base, folder);
  const envFiles = itemsOf(childOf(item, 'env_file')).map((each) => resolvePath(source.base, quietText(each) ?? ''));
  return loadFiles(loading, paths, base, includedScope(session, source.scope, envFiles.length > 0 ? envFiles : [resolvePath(base, '.env')]), trail);
}

/** An included project sees the outer variables first, then those of its own env files. */
function includedScope(session: Session, outer: Scope, files: readonly string[]): Scope {
  const scopes: Scope[] = [];
  for (const path of files) {
    const file = session.env(path, false);
    if (file) scopes.unshift(mapScope(envValues(file, firstOf(outer, ...scopes), path)));
  }
  return firstOf(outer, ...scopes);
}
