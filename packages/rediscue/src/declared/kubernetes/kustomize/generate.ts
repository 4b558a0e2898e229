import { basename } from 'node:path/posix';
import type { Place } from '../../../facts/index.ts';
import type { Files, ReadingProblem } from '../../reading.ts';
import type { Manifest } from '../manifest.ts';
import { openAnnotation } from '../stores.ts';
import { entriesAt, itemsAt, mapping, type Node, scalar, textAt } from '../tree.ts';
import { type Kustomization, pathFrom } from './kustomization.ts';

interface Generating {
  files: Files;
  problems: ReadingProblem[];
  variant: string | null;
}

interface Generated {
  entries: Map<string, Node>;
  /** A file of it is not here: secrets are often left out of the repository. */
  isOpen: boolean;
}

/** ConfigMaps and Secrets that a kustomization makes, added to those of its bases by `behavior`. The hash behind their names is left out. */
export function generate(kustomization: Kustomization, manifests: readonly Manifest[], generating: Generating): Manifest[] {
  let all = [...manifests];
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const item of itemsAt(kustomization.root, field)) {
      const name = textAt(item, 'name');
      if (name === null) continue;
      const made = entriesOf(item, kind, kustomization, generating);
      const namespace = textAt(item, 'namespace');
      const behavior = textAt(item, 'behavior');
      const base = behavior === 'merge' || behavior === 'replace' ? all.find((each) => each.kind === kind && (each.name === name || each.formerNames.includes(name))) : undefined;
      const manifest = base ? merged(base, made, behavior === 'merge', item.place) : newObject(kind, name, namespace, made, kustomization, item.place, generating.variant);
      all = base ? all.map((each) => (each === base ? manifest : each)) : [...all, manifest];
    }
  }
  return all;
}

/** Keys and texts; a Secret is written with `stringData`, so that nothing needs to be encoded. */
const fieldOf = (kind: string): string => (kind === 'Secret' ? 'stringData' : 'data');

function objectOf(kind: string, name: string, namespace: string | null, { entries, isOpen }: Generated, place: Place): Node {
  const annotations: [string, Node][] = isOpen ? [['annotations', mapping([[openAnnotation, scalar('true', place)]], place)]] : [];
  const metadata: [string, Node][] = [
    ['name', scalar(name, place)],
    ...(namespace === null ? [] : ([['namespace', scalar(namespace, place)]] as [string, Node][])),
    ...annotations,
  ];
  return mapping(
    [
      ['apiVersion', scalar('v1', place)],
      ['kind', scalar(kind, place)],
      ['metadata', mapping(metadata, place)],
      [fieldOf(kind), mapping(entries, place)],
    ],
    place,
  );
}

function newObject(kind: string, name: string, namespace: string | null, made: Generated, { file }: Kustomization, place: Place, variant: string | null): Manifest {
  return { apiVersion: 'v1', kind, name, namespace, root: objectOf(kind, name, namespace, made, place), file, place, variant, formerNames: [] };
}

function merged(base: Manifest, made: Generated, keeps: boolean, place: Place): Manifest {
  const field = fieldOf(base.kind);
  const before = keeps ? entriesAt(base.root, field) : [];
  const encoded = keeps ? entriesAt(base.root, 'data').filter(([key]) => !made.entries.has(key)) : [];
  const isOpen = made.isOpen || (keeps && textAt(base.root, 'metadata', 'annotations', openAnnotation) !== null);
  const root = objectOf(base.kind, base.name, base.namespace, { entries: new Map([...before, ...made.entries]), isOpen }, place);
  if (field === 'data' || encoded.length === 0 || root.is !== 'map') return { ...base, root };
  return { ...base, root: { ...root, entries: new Map(root.entries).set('data', mapping(encoded, place)) } };
}

function entriesOf(item: Node, kind: string, { folder }: Kustomization, { files, problems }: Generating): Generated {
  const made: Generated = { entries: new Map(), isOpen: false };
  const textOf = (path: string, node: Node): string | null => {
    const text = files.text(pathFrom(folder, path));
    if (text === null) made.isOpen = true;
    // A Secret's file is often kept out of the repository on purpose.
    if (text === null && kind === 'ConfigMap') problems.push({ place: node.place, why: 'the file that this ConfigMap is made of does not exist' });
    return text;
  };
  for (const node of itemsAt(item, 'envs').length > 0 ? itemsAt(item, 'envs') : itemsAt(mappingOfEnv(item), 'envs')) {
    const path = textAt(node);
    const text = path === null ? null : textOf(path, node);
    if (path !== null && text !== null) for (const [key, value] of envLines(text, pathFrom(folder, path), files)) made.entries.set(key, value);
  }
  for (const node of itemsAt(item, 'files')) {
    const [first = '', ...rest] = (textAt(node) ?? '').split('=');
    const path = rest.length > 0 ? rest.join('=') : first;
    const text = path === '' ? null : textOf(path, node);
    if (text !== null) made.entries.set(rest.length > 0 ? first : basename(path), { ...scalar(text, { file: pathFrom(folder, path), line: 1, column: 1 }), style: 'literal' });
  }
  for (const node of itemsAt(item, 'literals')) {
    const literal = textAt(node) ?? '';
    const sign = literal.indexOf('=');
    // Quotes around a literal are taken off, as a shell would have done it.
    if (sign > 0) made.entries.set(literal.slice(0, sign), scalar(literal.slice(sign + 1).replace(/^["']+|["']+$/g, ''), node.place));
    else problems.push({ place: node.place, why: 'a literal must be written `KEY=value`' });
  }
  return made;
}

/** The old form with one file: `env: path`. */
function mappingOfEnv(item: Node): Node {
  const env = item.is === 'map' ? item.entries.get('env') : undefined;
  return mapping(env ? [['envs', { is: 'list', items: [env], place: env.place }]] : [], item.place);
}

/** Lines `KEY=value` as kustomize reads them: no quotes, no references, a bare `KEY` is taken from the environment. */
function envLines(text: string, file: string, files: Files): [string, Node][] {
  return text.split('\n').flatMap((raw, index): [string, Node][] => {
    const line = raw
      .replace(/^\uFEFF/, '')
      .replace(/\r$/, '')
      .trimStart();
    if (line === '' || line.startsWith('#')) return [];
    const sign = line.indexOf('=');
    const key = sign === -1 ? line : line.slice(0, sign);
    const value = sign === -1 ? (files.environment[key] ?? '') : line.slice(sign + 1);
    return [[key, scalar(value, { file, line: index + 1, column: raw.length - raw.trimStart().length + sign + 2 })]];
  });
}
