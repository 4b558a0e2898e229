import type { Place, SecretShape } from '../../facts/index.ts';
import type { DeclaredObject } from '../reading.ts';
import { shapeOfSecret } from '../secret-shape.ts';
import type { Entry, Store } from './stores.ts';

/** Data of an object `kubernetes-secret`: what may be known of it outside of memory, and no value. */
interface SecretObject {
  name: string;
  namespace: string | null;
  variant: string | null;
  /** The kind that declares it: `Secret`, `SealedSecret`, `ExternalSecret`, …. */
  by: string;
  /** False: it may have keys that are not seen here. */
  complete: boolean;
  keys: {
    name: string;
    place: Place;
    /** Null: the value stands elsewhere. */
    shape: SecretShape | null;
    /** The classic of `echo secret | base64`: the line end is a part of the value. */
    trailingNewline: boolean;
    /** It cannot be decoded, so that Kubernetes refuses the Secret. */
    invalid: boolean;
  }[];
}

/** Data of an object `kubernetes-config-map`. */
export interface ConfigMapObject {
  name: string;
  namespace: string | null;
  variant: string | null;
  complete: boolean;
  keys: { name: string; place: Place }[];
  /** Keys that look like a configuration of Redis or a script around it, with their texts; these may hold secrets. */
  texts: ConfigText[];
}

interface ConfigText {
  key: string;
  text: string;
  /** Where its first line stands; each further line is one line down where `isLineByLine`. */
  place: Place;
  isLineByLine: boolean;
}

export function storeObject(store: Store): DeclaredObject {
  const { kind, name, namespace, variant, place, complete } = store;
  const entries = [...store.entries.values()];
  if (kind === 'ConfigMap') {
    const data: ConfigMapObject = {
      name,
      namespace,
      variant,
      complete,
      keys: entries.map((entry) => ({ name: entry.key, place: entry.place })),
      texts: entries.flatMap((entry) => configText(store, entry)),
    };
    return { kind: 'kubernetes-config-map', name, place, data };
  }
  const data: SecretObject = { name, namespace, variant, by: store.by, complete, keys: entries.map(keyOf) };
  return { kind: 'kubernetes-secret', name, place, data };
}

const keyOf = ({ key, value, invalid, place }: Entry): SecretObject['keys'][number] => ({
  name: key,
  place,
  shape: value === null ? null : shapeOfSecret(value, null),
  // A file ends with a line end; what has more lines than one is a file.
  trailingNewline: value !== null && /^[^\n]+\n$/.test(value),
  invalid,
});

const configName = /(?:^|\/)[^/]{0,200}(redis|valkey|sentinel|keydb|replica|slave|master|primary|users)[^/]{0,200}\.(conf|acl)$/i;

function configText(store: Store, { key, value, place, style }: Entry): ConfigText[] {
  if (value === null) return [];
  const isAboutRedis = /redis|valkey|sentinel|keydb/i.test(store.name + key);
  const fits = configName.test(key) || (isAboutRedis && /\.(conf|acl)$/i.test(key)) || (/\.(sh|bash)$/.test(key) && /redis|valkey/i.test(value));
  if (!fits) return [];
  const isLineByLine = style === 'literal';
  return [{ key, text: value, place: isLineByLine ? { file: place.file, line: (place.line ?? 0) + 1 } : place, isLineByLine }];
}
