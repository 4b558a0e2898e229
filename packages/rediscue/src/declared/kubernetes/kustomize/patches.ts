import type { ReadingProblem } from '../../reading.ts';
import { groupOf, type Manifest } from '../manifest.ts';
import { renewed } from '../renew.ts';
import { at, itemsAt, labelsAt, type Node, textAt } from '../tree.ts';
import { chunksOf, parseChunk } from '../yaml.ts';
import { applyJsonPatch } from './json-patch.ts';
import { type Kustomization, pathFrom } from './kustomization.ts';
import { merge } from './merge.ts';

export interface Patching {
  /** Text of a file and notes that it is a part of a kustomization. */
  use(path: string): string | null;
  problems: ReadingProblem[];
}

/** All patches of a kustomization, in its order, over the objects so far. */
export function applyPatches(kustomization: Kustomization, manifests: readonly Manifest[], patching: Patching): Manifest[] {
  const { root } = kustomization;
  let changed = [...manifests];
  for (const node of itemsAt(root, 'patchesStrategicMerge')) {
    const inline = node.is === 'scalar' && /[\n{]/.test(node.text);
    for (const patch of inline ? inlineNodes(node, kustomization, patching) : fileNodes(node, kustomization, patching)) changed = applyMerge(changed, patch, null);
  }
  for (const item of [...itemsAt(root, 'patches'), ...itemsAt(root, 'patchesJson6902')]) {
    // Before `patches` got its present shape it was a list of files.
    const own = item.is === 'scalar' ? item : at(item, 'path');
    const target = at(item, 'target') ?? null;
    const text = at(item, 'patch');
    const nodes = text ? inlineNodes(text, kustomization, patching) : own ? fileNodes(own, kustomization, patching) : [];
    for (const patch of nodes) changed = patch.is === 'list' ? applyJson(changed, patch, target, patching) : applyMerge(changed, patch, target);
  }
  return changed;
}

function fileNodes(node: Node, { folder }: Kustomization, { use, problems }: Patching): Node[] {
  const name = textAt(node);
  if (name === null) return [];
  const path = pathFrom(folder, name);
  const text = use(path);
  if (text === null) {
    problems.push({ place: node.place, why: 'the file of this patch does not exist' });
    return [];
  }
  return chunksOf(text).flatMap((chunk) => parseChunk(path, chunk, problems) ?? []);
}

/** A patch that stands in the kustomization as a block of text: its lines are lines of that file. */
function inlineNodes(node: Node, { file }: Kustomization, { problems }: Patching): Node[] {
  if (node.is !== 'scalar') return [node];
  const line = (node.place.line ?? 1) + (node.style === 'literal' ? 1 : 0);
  return chunksOf(node.text).flatMap((chunk) => parseChunk(file, { text: chunk.text, line: chunk.line + line - 1, indent: node.indent ?? 0 }, problems) ?? []);
}

function applyMerge(manifests: readonly Manifest[], patch: Node, target: Node | null): Manifest[] {
  const [kind, name] = [textAt(patch, 'kind'), textAt(patch, 'metadata', 'name')];
  const namespace = textAt(patch, 'metadata', 'namespace');
  return manifests.flatMap((manifest) => {
    const isMeant =
      target === null
        ? manifest.kind === kind && hasName(manifest, (each) => each === name) && (namespace === null || manifest.namespace === null || manifest.namespace === namespace)
        : isTarget(manifest, target);
    if (!isMeant) return [manifest];
    const merged = merge(manifest.root, target === null ? patch : withoutName(patch));
    return merged ? [renewed(manifest, merged)] : [];
  });
}

const applyJson = (manifests: readonly Manifest[], patch: Node, target: Node | null, { problems }: Patching): Manifest[] =>
  manifests.map((manifest) => (target !== null && isTarget(manifest, target) ? renewed(manifest, applyJsonPatch(manifest.root, patch, problems)) : manifest));

/** With a target, the name in the patch is only a form. */
function withoutName(patch: Node): Node {
  const metadata = at(patch, 'metadata');
  if (patch.is !== 'map' || metadata?.is !== 'map') return patch;
  const rest = new Map([...metadata.entries].filter(([key]) => key !== 'name' && key !== 'namespace'));
  const entries = new Map([...patch.entries].filter(([key]) => key !== 'kind' && key !== 'apiVersion'));
  return { ...patch, entries: entries.set('metadata', { ...metadata, entries: rest }) };
}

const hasName = (manifest: Manifest, fits: (name: string) => boolean): boolean => fits(manifest.name) || manifest.formerNames.some(fits);

function isTarget(manifest: Manifest, target: Node): boolean {
  const wants = (field: string): ((text: string) => boolean) => {
    const text = textAt(target, field);
    return text === null || text === '' ? () => true : (value) => matches(text, value);
  };
  if (!wants('kind')(manifest.kind) || !hasName(manifest, wants('name'))) return false;
  if (!wants('group')(groupOf(manifest.apiVersion)) || !wants('version')(manifest.apiVersion.split('/').at(-1) ?? '')) return false;
  if (manifest.namespace !== null && !wants('namespace')(manifest.namespace)) return false;
  const selector = textAt(target, 'labelSelector');
  const labels = labelsAt(manifest.root, 'metadata', 'labels');
  return selector === null || selector.split(',').every((term) => holds(term.trim(), labels));
}

function holds(term: string, labels: ReadonlyMap<string, string>): boolean {
  const [, key = '', operator, value] = /^([^=!\s]+)\s*(==?|!=)?\s*(.*)$/.exec(term) ?? [];
  if (operator === undefined) return labels.has(key);
  return operator === '!=' ? labels.get(key) !== value : labels.get(key) === value;
}

/** A target is an anchored regular expression; of those only what is seen in practice is tried, since others could run for ever. */
function matches(pattern: string, text: string): boolean {
  if (!/^[\w.*|()^$-]{0,200}$/.test(pattern) || /\)[*+]/.test(pattern) || (pattern.match(/\*/g)?.length ?? 0) > 2) return pattern === text;
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return pattern === text;
  }
}
