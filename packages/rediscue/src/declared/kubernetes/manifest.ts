import type { Place } from '../../facts/index.ts';
import type { Files, ReadingProblem } from '../reading.ts';
import { isKustomization, variantOf } from './paths.ts';
import { at, itemsAt, type Node, textAt } from './tree.ts';
import { type Chunk, chunksOf, parseChunk } from './yaml.ts';

/** One object of a file. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string | null;
  root: Node;
  file: string;
  place: Place;
  variant: string | null;
  /** Names it had before a kustomization changed them: references and patches may still use them. */
  formerNames: readonly string[];
}

/** What stands in a file. */
export interface ManifestFile {
  manifests: Manifest[];
  /** Kinds of custom resources whose meaning is not known here, with their API group. */
  foreign: { kind: string; group: string }[];
  /** Parts of it are templates that are no YAML yet: what they become is not known. */
  unseen: boolean;
}

/** Kinds that declare what an application gets. Others are not even parsed: definitions of custom resources fill megabytes. */
const known = new Set(
  (
    'Deployment StatefulSet DaemonSet Job CronJob Pod ReplicaSet ReplicationController Rollout DeploymentConfig Service Secret ConfigMap PersistentVolumeClaim NetworkPolicy HorizontalPodAutoscaler ' +
    'SealedSecret ExternalSecret VaultStaticSecret VaultDynamicSecret VaultSecret OnePasswordItem InfisicalSecret DopplerSecret Certificate SopsSecret BitwardenSecret AzureKeyVaultSecret ' +
    'SecretProviderClass Kustomization List Namespace'
  ).split(' '),
);
const isList = (kind: string): boolean =>
  kind === 'List' || /^(Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|Service|Secret|ConfigMap|PersistentVolumeClaim|NetworkPolicy)List$/.test(kind);

const maxListed = 2000;

/** Reads the manifests of a file. What is none is passed over without a word, and so is a template that is no YAML yet. */
export function readManifests(file: string, files: Files, problems: ReadingProblem[]): ManifestFile {
  const found: ManifestFile = { manifests: [], foreign: [], unseen: false };
  const text = isKustomization(file) ? null : files.text(file);
  if (text === null || !text.includes('apiVersion') || !text.includes('kind')) return found;
  const isTemplate = /\{\{|\{%|<%/.test(text);
  for (const chunk of chunksOf(text)) {
    const head = headOf(chunk);
    if (head === null) continue;
    if (head.kind !== null && !known.has(head.kind) && !isList(head.kind)) {
      found.foreign.push({ kind: head.kind, group: groupOf(head.apiVersion ?? '') });
      continue;
    }
    const own: ReadingProblem[] = [];
    const root = parseChunk(file, chunk, own);
    if (root !== null || !isTemplate) problems.push(...own);
    else found.unseen = true;
    if (root !== null) addTo(found, root, file, { depth: 0 });
  }
  return found;
}

export const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

/** API version and kind at the top of a document, from its text alone; null when it is no object of Kubernetes. The kind is null where only a parser can tell. */
function headOf(chunk: Chunk): { apiVersion: string | null; kind: string | null } | null {
  const first = /^(?!---|[ \t]*(?:#|\r?$)|%)([ \t]*)(\S)/m.exec(chunk.text);
  const hasBoth = /["']?apiVersion["']?\s*:/.test(chunk.text) && /["']?kind["']?\s*:/.test(chunk.text);
  if (!hasBoth) return null;
  // A flow mapping, JSON, or a document that begins behind its `---`.
  if (!first || first[2] === '{' || /^---[ \t]+[^#\s]/.test(chunk.text)) return { apiVersion: null, kind: null };
  const indent = first[1] ?? '';
  if (indent.length > 40) return null;
  const value = (key: string): string | undefined => new RegExp(`^${indent}["']?${key}["']?[ \\t]*:[ \\t]*(?:!!str[ \\t]+)?["']?([^\\s"'#]*)`, 'm').exec(chunk.text)?.[1];
  const [apiVersion, kind] = [value('apiVersion'), value('kind')];
  if (apiVersion === undefined || kind === undefined) return null;
  return { apiVersion, kind: /^[A-Za-z]+$/.test(kind) ? kind : null };
}

/** An object of a cluster, as a manifest of its own. Null when it has no name. */
export function manifestOf(root: Node, file: string): Manifest | null {
  const found: ManifestFile = { manifests: [], foreign: [], unseen: false };
  addTo(found, root, file, { depth: 3 });
  return found.manifests[0] ? { ...found.manifests[0], variant: null } : null;
}

function addTo(found: ManifestFile, root: Node, file: string, { depth }: { depth: number }): void {
  const [apiVersion, kind] = [textAt(root, 'apiVersion'), textAt(root, 'kind')];
  if (kind !== null && isList(kind) && apiVersion !== null && depth < 3 && at(root, 'items')?.is === 'list') {
    for (const item of itemsAt(root, 'items').slice(0, maxListed)) {
      // The items of a typed list need not say what they are.
      const typed = kind !== 'List' && item.is === 'map' && !item.entries.has('kind') ? withKind(item, apiVersion, kind.slice(0, -4)) : item;
      addTo(found, typed, file, { depth: depth + 1 });
    }
    return;
  }
  const metadata = at(root, 'metadata');
  const name = textAt(metadata, 'name') ?? textAt(metadata, 'generateName')?.replace(/-$/, '') ?? null;
  if (apiVersion === null || kind === null || name === null || name.includes('{{') || !/^[\w./-]+$/.test(apiVersion) || isHelmTest(root)) return;
  const namespace = textAt(metadata, 'namespace');
  found.manifests.push({
    apiVersion,
    kind,
    name,
    namespace: namespace === null || namespace.includes('{{') ? null : namespace,
    root,
    file,
    place: root.place,
    variant: variantOf(file),
    formerNames: [],
  });
}

function withKind(item: Extract<Node, { is: 'map' }>, apiVersion: string, kind: string): Node {
  const entries = new Map(item.entries);
  const say = (text: string): Node => ({ is: 'scalar', value: text, text, style: 'plain', place: item.place });
  return { ...item, entries: entries.set('apiVersion', say(apiVersion)).set('kind', say(kind)) };
}

/** The pods of `helm test` run only when they are asked for. */
const isHelmTest = (root: Node): boolean => /(^|[, ])test(-success)?([, ]|$)/.test(textAt(root, 'metadata', 'annotations', 'helm.sh/hook') ?? '');
