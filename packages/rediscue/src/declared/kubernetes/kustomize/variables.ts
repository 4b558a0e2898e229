import type { Manifest } from '../manifest.ts';
import { at, itemsAt, type Node, scalar, textAt } from '../tree.ts';
import type { Kustomization } from './kustomization.ts';

/** A variable of kustomize: `$(NAME)` in values and commands stands for a field of an object. */
export interface FieldVariable {
  name: string;
  kind: string;
  object: string;
  path: readonly string[];
}

export const variablesOf = ({ root }: Kustomization): FieldVariable[] =>
  itemsAt(root, 'vars').flatMap((item): FieldVariable[] => {
    const [name, kind, object] = [textAt(item, 'name'), textAt(item, 'objref', 'kind'), textAt(item, 'objref', 'name')];
    const path = (textAt(item, 'fieldref', 'fieldPath') ?? textAt(item, 'fieldref', 'fieldpath') ?? 'metadata.name').split('.');
    return name === null || kind === null || object === null ? [] : [{ name, kind, object, path }];
  });

/** Puts the fields in the place of the variables, once all names are final. */
export function substituteVariables(manifests: readonly Manifest[], variables: readonly FieldVariable[]): Manifest[] {
  if (variables.length === 0) return [...manifests];
  const values = new Map<string, string>();
  for (const { name, kind, object, path } of variables) {
    const target = manifests.find((each) => each.kind === kind && (each.name === object || each.formerNames.includes(object)));
    const value = textAt(target?.root, ...path);
    if (value !== null) values.set(name, value);
  }
  return manifests.map((manifest) => (at(manifest.root, 'spec') ? { ...manifest, root: substituted(manifest.root, values) } : manifest));
}

function substituted(node: Node, values: ReadonlyMap<string, string>): Node {
  if (node.is === 'list') return { ...node, items: node.items.map((item) => substituted(item, values)) };
  if (node.is === 'map') return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, substituted(value, values)])) };
  if (!node.text.includes('$(') || node.text.length > 100_000) return node;
  return scalar(
    node.text.replace(/\$\(([\w.-]+)\)/g, (whole, name: string) => values.get(name) ?? whole),
    node.place,
  );
}
