import { ownEntry } from '../../own-entry.ts';
import type { Manifest } from '../manifest.ts';
import { renewed } from '../renew.ts';
import { at, entriesAt, isTrueAt, itemsAt, type Node, numberAt, scalar, textAt, withAt } from '../tree.ts';
import type { Kustomization } from './kustomization.ts';

const templatePaths: Readonly<Record<string, readonly string[]>> = { Pod: [], CronJob: ['spec', 'jobTemplate', 'spec', 'template'] };
const pathOfTemplate = (kind: string): readonly string[] => ownEntry(templatePaths, kind) ?? ['spec', 'template'];

/** What a kustomization changes in all its objects beside their names: namespace, labels, images, replicas. */
export function transform({ root }: Kustomization, manifests: readonly Manifest[]): Manifest[] {
  const namespace = textAt(root, 'namespace');
  const images = itemsAt(root, 'images');
  const replicas = itemsAt(root, 'replicas');
  const labels = [
    ...entriesAt(root, 'commonLabels').map((label) => ({ label, selectors: true, templates: true })),
    ...itemsAt(root, 'labels').flatMap((item) => {
      const selectors = isTrueAt(item, 'includeSelectors');
      return entriesAt(item, 'pairs').map((label) => ({ label, selectors, templates: selectors || isTrueAt(item, 'includeTemplates') }));
    }),
  ];
  return manifests.map((manifest) => {
    let changed: Node = manifest.root;
    if (namespace !== null && namespace !== '' && manifest.kind !== 'Namespace') changed = withAt(changed, ['metadata', 'namespace'], scalar(namespace, manifest.place));
    for (const { label, selectors, templates } of labels) changed = labelled(changed, manifest.kind, label, selectors, templates);
    if (images.length > 0) changed = withImages(changed, manifest.kind, images);
    const scaled = replicas.find((item) => [manifest.name, ...manifest.formerNames].includes(textAt(item, 'name') ?? ''));
    const count = at(scaled, 'count');
    if (count && numberAt(count) !== null && at(changed, 'spec', 'template')) changed = withAt(changed, ['spec', 'replicas'], count);
    return changed === manifest.root ? manifest : renewed(manifest, changed);
  });
}

function labelled(root: Node, kind: string, [key, value]: [string, Node], selectors: boolean, templates: boolean): Node {
  let changed = withAt(root, ['metadata', 'labels', key], value);
  const template = pathOfTemplate(kind);
  if (templates && template.length > 0 && at(changed, ...template)) changed = withAt(changed, [...template, 'metadata', 'labels', key], value);
  if (!selectors) return changed;
  if (kind === 'Service' && at(changed, 'spec')) return withAt(changed, ['spec', 'selector', key], value);
  if (kind === 'NetworkPolicy' && at(changed, 'spec', 'podSelector', 'matchLabels')) return withAt(changed, ['spec', 'podSelector', 'matchLabels', key], value);
  return changed;
}

function withImages(root: Node, kind: string, images: readonly Node[]): Node {
  let changed = root;
  for (const field of ['containers', 'initContainers']) {
    const path = [...pathOfTemplate(kind), 'spec', field];
    const list = at(changed, ...path);
    if (list?.is !== 'list') continue;
    const items = list.items.map((container) => {
      const image = at(container, 'image');
      const renamed = image?.is === 'scalar' ? imageOf(image.text, images) : null;
      return image && renamed !== null ? withAt(container, ['image'], scalar(renamed.text, renamed.place)) : container;
    });
    changed = withAt(changed, path, { ...list, items });
  }
  return changed;
}

function imageOf(image: string, images: readonly Node[]): { text: string; place: Node['place'] } | null {
  const [, name = image, tag = '', digest = ''] = /^(.+?)(:[^:/@]+)?(@[^@]+)?$/.exec(image) ?? [];
  const item = images.find((each) => textAt(each, 'name') === name);
  if (!item) return null;
  const [newTag, newDigest] = [textAt(item, 'newTag'), textAt(item, 'digest')];
  const rest = newDigest !== null ? `@${newDigest}` : newTag !== null ? `:${newTag}` : tag + digest;
  return { text: (textAt(item, 'newName') ?? name) + rest, place: item.place };
}
