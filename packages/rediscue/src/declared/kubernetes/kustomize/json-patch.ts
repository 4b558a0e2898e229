import type { ReadingProblem } from '../../reading.ts';
import { at, itemsAt, type Node, textAt } from '../tree.ts';

/** A JSON patch (RFC 6902) over an object. An operation that does not fit is told and left out. */
export function applyJsonPatch(root: Node, patch: Node, problems: ReadingProblem[]): Node {
  let changed = root;
  for (const operation of itemsAt(patch)) {
    const [op, path] = [textAt(operation, 'op'), textAt(operation, 'path')];
    const refuse = (why: string) => problems.push({ place: operation.place, why });
    if (op === 'test') continue;
    const value = at(operation, 'value');
    if (path === null || !path.startsWith('/') || !(op === 'remove' || ((op === 'add' || op === 'replace') && value))) {
      refuse('this operation of a JSON patch is not understood: it is left out');
      continue;
    }
    const keys = path
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const result = changeAt(changed, keys, op, value);
    if (result === null) refuse('the JSON patch changes a path that its target does not have');
    else changed = result;
  }
  return changed;
}

/** Null when there is nothing at the path. */
function changeAt(node: Node, [key = '', ...rest]: readonly string[], op: string, value: Node | undefined): Node | null {
  if (node.is === 'map') {
    const entries = new Map(node.entries);
    const child = entries.get(key);
    if (rest.length > 0) {
      const changed = child ? changeAt(child, rest, op, value) : null;
      return changed === null ? null : { ...node, entries: entries.set(key, changed) };
    }
    // Like kustomize's own library, `replace` makes a key of a mapping that is not there.
    if (child === undefined && op === 'remove') return null;
    if (op === 'remove') entries.delete(key);
    else if (value) entries.set(key, value);
    return { ...node, entries };
  }
  if (node.is !== 'list') return null;
  const items = [...node.items];
  const index = key === '-' ? items.length : /^\d{1,6}$/.test(key) ? Number(key) : -1;
  const child = items[index];
  if (index < 0 || index > items.length || (child === undefined && (rest.length > 0 || op !== 'add'))) return null;
  if (rest.length > 0 && child) {
    const changed = changeAt(child, rest, op, value);
    return changed === null ? null : { ...node, items: items.with(index, changed) };
  }
  if (op === 'remove') items.splice(index, 1);
  else if (value) items.splice(index, op === 'add' ? 0 : 1, value);
  return { ...node, items };
}
