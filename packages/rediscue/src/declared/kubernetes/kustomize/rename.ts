import { ownEntry } from '../../own-entry.ts';
import type { Manifest } from '../manifest.ts';
import { renewed } from '../renew.ts';
import { type Node, scalar, textAt, withAt } from '../tree.ts';
import type { Kustomization } from './kustomization.ts';

/** Keys whose mapping names an object of a kind, and the field that does it. */
const references: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  configMap: ['ConfigMap', 'name'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  secret: ['Secret', 'secretName'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
  scaleTargetRef: ['Deployment', 'name'],
};

/**
 * `namePrefix` and `nameSuffix`: names of objects and the references to them follow; what stands in values, such as the host name
 * of a Service in a variable, does not.
 */
export function rename({ root }: Kustomization, manifests: readonly Manifest[]): Manifest[] {
  const [prefix, suffix] = [textAt(root, 'namePrefix') ?? '', textAt(root, 'nameSuffix') ?? ''];
  if (prefix === '' && suffix === '') return [...manifests];
  const names = new Map<string, string>();
  for (const manifest of manifests) {
    if (manifest.kind === 'Namespace') continue;
    for (const name of [manifest.name, ...manifest.formerNames]) names.set(`${manifest.kind} ${name}`, prefix + manifest.name + suffix);
  }
  return manifests.map((manifest) => {
    const name = names.get(`${manifest.kind} ${manifest.name}`);
    if (name === undefined) return manifest;
    const followed = followReferences(manifest.root, '', names);
    return renewed(manifest, withAt(followed, ['metadata', 'name'], scalar(name, manifest.place)));
  });
}

function followReferences(node: Node, key: string, names: ReadonlyMap<string, string>): Node {
  if (node.is === 'scalar') return node;
  if (node.is === 'list') {
    const items = node.items.map((item) => followReferences(item, key, names));
    return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
  }
  let changed: Map<string, Node> | null = null;
  for (const [field, value] of node.entries) {
    const renamed = value.is === 'scalar' ? renamedIn(key, field, value, names) : followReferences(value, field, names);
    if (renamed !== value) changed = (changed ?? new Map(node.entries)).set(field, renamed);
  }
  return changed ? { ...node, entries: changed } : node;
}

function renamedIn(key: string, field: string, value: Extract<Node, { is: 'scalar' }>, names: ReadonlyMap<string, string>): Node {
  const [kind, own] = ownEntry(references, key) ?? [];
  // In a projected volume a Secret is named by `name`.
  const isReference = kind !== undefined && (field === own || (key === 'secret' && field === 'name'));
  const wanted = isReference ? kind : field === 'serviceName' ? 'Service' : null;
  const name = wanted === null ? undefined : names.get(`${wanted} ${value.text}`);
  return name === undefined ? value : scalar(name, value.place);
}
