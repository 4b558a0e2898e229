import type { Manifest } from './manifest.ts';
import { textAt } from './tree.ts';

/** The manifest with another tree: name and namespace follow it, and what it was called stays known. */
export function renewed(manifest: Manifest, root: Manifest['root']): Manifest {
  const name = textAt(root, 'metadata', 'name') ?? manifest.name;
  const formerNames = name === manifest.name ? manifest.formerNames : [...manifest.formerNames, manifest.name];
  return { ...manifest, root, name, namespace: textAt(root, 'metadata', 'namespace'), formerNames };
}
