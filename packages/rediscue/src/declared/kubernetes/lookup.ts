import type { Place } from '../../facts/index.ts';
import type { Service } from './services.ts';
import type { Store } from './stores.ts';

/** A reference to something that no manifest of the set declares. */
export interface Missing {
  kind: 'Secret' | 'ConfigMap' | 'PersistentVolumeClaim' | 'Service' | 'volume';
  name: string;
  by: string;
  place: Place;
  /** It cannot be declared anywhere else either: a key of a Secret that is here, a volume of the same pod. */
  isCertain?: boolean;
}

/** What the reading of one pod may ask of the manifests around it, and where it tells what is wrong. */
export interface Lookup {
  store(kind: Store['kind'], name: string): Store | null;
  /** Services that the pod sees. */
  services(): readonly Service[];
  /** The value of a field of the pod where the manifest says it. */
  field(path: string): string | null;
  missing(missing: Missing): void;
  problem(place: Place, why: string): void;
  /** Whether some tool fills in `${NAME}` before the manifest is applied. */
  isSubstituted(text: string): boolean;
  isKustomized: boolean;
}
