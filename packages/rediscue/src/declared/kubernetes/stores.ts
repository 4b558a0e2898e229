import type { Place } from '../../facts/index.ts';
import { ownEntry } from '../own-entry.ts';
import type { ReadingProblem } from '../reading.ts';
import { decodeBase64 } from './base64.ts';
import { groupOf, type Manifest } from './manifest.ts';
import { at, entriesAt, itemsAt, type Node, type Scalar, textAt } from './tree.ts';

/** One key of a Secret or a ConfigMap. */
export interface Entry {
  key: string;
  /** Null: it is set, but not here: sealed, encrypted, in a vault, filled in by a template. */
  value: string | null;
  /** What stands in the file cannot be decoded, so that the whole object is refused. */
  invalid: boolean;
  place: Place;
  /** How the value is written, where it is a block of lines. */
  style: Scalar['style'] | null;
}

/** A Secret or ConfigMap, or what makes one. */
export interface Store {
  kind: 'Secret' | 'ConfigMap';
  name: string;
  /** The kind of object that declares it: `Secret`, `SealedSecret`, …. */
  by: string;
  namespace: string | null;
  variant: string | null;
  file: string;
  place: Place;
  entries: ReadonlyMap<string, Entry>;
  /** All keys are known. */
  complete: boolean;
  formerNames: readonly string[];
  problems: readonly ReadingProblem[];
}

/** A text that some tool fills in before the manifest is applied: Go and Jinja templates, shells, vault plug-ins, SOPS. */
export const isFilledIn = (text: string): boolean => holds(text, '{{', '}}') || holds(text, '{%', '%}') || /^<path:[^>]+>|^ENC\[AES|^(AVP|vault):|^ref\+\w+:\/\//.test(text);

function holds(text: string, open: string, close: string): boolean {
  const start = text.indexOf(open);
  return start !== -1 && text.includes(close, start);
}

/** Where other kinds name the Secret that they make. */
const makers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  VaultStaticSecret: [['spec', 'destination', 'name']],
  VaultDynamicSecret: [['spec', 'destination', 'name']],
  VaultSecret: [['metadata', 'name']],
  OnePasswordItem: [['metadata', 'name']],
  InfisicalSecret: [
    ['spec', 'managedSecretReference', 'secretName'],
    ['spec', 'managedKubeSecretReferences', 'secretName'],
  ],
  DopplerSecret: [['spec', 'managedSecret', 'name']],
  Certificate: [['spec', 'secretName']],
  BitwardenSecret: [['spec', 'secretName']],
  AzureKeyVaultSecret: [['spec', 'output', 'secret', 'name']],
};

export function storesOf(manifest: Manifest): Store[] {
  const { root, kind, apiVersion } = manifest;
  if (kind === 'ConfigMap' && apiVersion === 'v1') return [storeOf(manifest, 'ConfigMap', manifest.name, textEntries(root, 'data'), true)];
  if (kind === 'Secret' && apiVersion === 'v1') return [secretOf(manifest)];
  if (kind === 'SealedSecret') {
    const name = textAt(root, 'spec', 'template', 'metadata', 'name') ?? manifest.name;
    const keys = [...entriesAt(root, 'spec', 'encryptedData'), ...entriesAt(root, 'spec', 'template', 'data')];
    return [storeOf(manifest, 'Secret', name, { entries: keys.map(([key, value]) => absent(key, value.place)), problems: [] }, at(root, 'spec', 'encryptedData')?.is === 'map')];
  }
  if (kind === 'ExternalSecret') {
    const name = textAt(root, 'spec', 'target', 'name') ?? manifest.name;
    const old = groupOf(apiVersion) === 'kubernetes-client.io';
    const entries = itemsAt(root, 'spec', 'data').flatMap((item) => {
      const key = textAt(item, old ? 'name' : 'secretKey');
      return key === null ? [] : [absent(key, item.place)];
    });
    const isOpen =
      itemsAt(root, 'spec', 'dataFrom').length > 0 || at(root, 'spec', 'target', 'template') !== undefined || textAt(root, 'spec', 'target', 'creationPolicy') === 'Merge';
    return [storeOf(manifest, 'Secret', name, { entries, problems: [] }, !isOpen && entries.length > 0)];
  }
  if (kind === 'SopsSecret') return itemsAt(root, 'spec', 'secretTemplates').flatMap((item) => named(manifest, textAt(item, 'name')));
  if (kind === 'SecretProviderClass') return itemsAt(root, 'spec', 'secretObjects').flatMap((item) => named(manifest, textAt(item, 'secretName')));
  return (ownEntry(makers, kind) ?? []).flatMap((path) => named(manifest, textAt(root, ...path)));
}

const named = (manifest: Manifest, name: string | null): Store[] => (name === null ? [] : [storeOf(manifest, 'Secret', name, { entries: [], problems: [] }, false)]);

const absent = (key: string, place: Place): Entry => ({ key, value: null, invalid: false, place, style: null });

interface Read {
  entries: Entry[];
  problems: ReadingProblem[];
}

function storeOf(manifest: Manifest, kind: Store['kind'], name: string, { entries, problems }: Read, complete: boolean): Store {
  const { namespace, variant, file, place, formerNames } = manifest;
  const isOpen = textAt(manifest.root, 'metadata', 'annotations', openAnnotation) !== null;
  return {
    kind,
    name,
    by: manifest.kind,
    namespace,
    variant,
    file,
    place,
    formerNames,
    problems,
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    complete: complete && !isOpen,
  };
}

/** Set by generators whose files are not in the project: they may hold any key. */
export const openAnnotation = 'rediscue/keys-unknown';

function secretOf(manifest: Manifest): Store {
  const { root } = manifest;
  const problems: ReadingProblem[] = [];
  const isEncrypted = at(root, 'sops') !== undefined;
  const encoded = entriesAt(root, 'data').map(([key, value]) => (isEncrypted ? absent(key, value.place) : decoded(key, value, problems)));
  const plain = textEntries(root, 'stringData');
  const entries = [...encoded, ...plain.entries.map((entry) => (isEncrypted ? { ...entry, value: null } : entry))];
  // A Secret without keys is there to be filled by a controller.
  return storeOf(manifest, 'Secret', manifest.name, { entries, problems: [...problems, ...plain.problems] }, entries.length > 0);
}

function decoded(key: string, node: Node, problems: ReadingProblem[]): Entry {
  const entry = { ...absent(key, node.place), style: node.is === 'scalar' ? node.style : null };
  if (node.is !== 'scalar') return entry;
  if (node.value === null) return { ...entry, value: '' };
  if (isFilledIn(node.text) || /\$\{[^}]*\}|^\$[A-Z_]+$/.test(node.text)) return entry;
  const value = decodeBase64(node.text);
  if (value !== null && typeof node.value !== 'string') {
    problems.push({ place: node.place, why: `the key \`${key}\` is no text, so Kubernetes refuses the Secret: quote it` });
    return { ...entry, value };
  }
  if (value === null)
    problems.push({ place: node.place, why: `the key \`${key}\` of the Secret \`data\` is no valid base64, so Kubernetes refuses it: encode it, or move it to \`stringData\`` });
  return { ...entry, value, invalid: value === null };
}

/** Keys with texts as they are: `data` of a ConfigMap, `stringData` of a Secret. */
function textEntries(root: Node, field: 'data' | 'stringData'): Read {
  const problems: ReadingProblem[] = [];
  const entries = entriesAt(root, field).map(([key, node]): Entry => {
    const entry = absent(key, node.place);
    if (node.is !== 'scalar') {
      // An unquoted `{{ … }}` is a mapping to YAML.
      if (!isUnquotedTemplate(node))
        problems.push({ place: node.place, why: `the key \`${key}\` of \`${field}\` must be a text, so Kubernetes refuses it: use a block of lines (\`|\`)` });
      return entry;
    }
    if (node.value !== null && typeof node.value !== 'string')
      problems.push({ place: node.place, why: `the key \`${key}\` of \`${field}\` is a ${typeof node.value}, so Kubernetes refuses it: quote it` });
    return { ...entry, value: isFilledIn(node.text) && !node.text.includes('\n') ? null : node.text, style: node.style };
  });
  return { entries, problems };
}

/** What YAML makes of an unquoted `{{ name }}`: a mapping whose only key is a mapping. */
export const isUnquotedTemplate = (node: Node | undefined): boolean => node?.is === 'map' && node.entries.size === 0;
