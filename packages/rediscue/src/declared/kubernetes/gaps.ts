import type { Dangling } from '../reading.ts';
import type { HandMade } from './hand-made.ts';
import type { Missing } from './lookup.ts';
import type { ManifestSet } from './manifest-set.ts';
import type { Service } from './services.ts';

const kinds: Readonly<Record<Missing['kind'], Dangling['kind']>> = {
  Secret: 'secret',
  ConfigMap: 'config-map',
  PersistentVolumeClaim: 'volume',
  Service: 'service',
  volume: 'volume',
};

/** Made by the cluster or by those who run it. */
const madeByCluster = /^kube-root-ca\.crt$|^openshift-service-ca\.crt$|[-.](tls|cert|certs|certificate|ca)$|^(default-token|builder-|deployer-)/;

/** What is known of the whole project when a set is judged. */
export interface Surroundings {
  /** Whether any manifest, of any set or an example, declares or makes it. */
  isDeclared(kind: string, name: string): boolean;
  /** Whether pods of another set fit the selector of a Service. */
  isSelected(service: Service): boolean;
  handMade: HandMade;
}

/**
 * References to nothing. Much is made outside of manifests: by hand, by operators, by charts. So a name is only called dangling
 * where the set shows that it declares such things itself, and nobody in the project is seen to make it otherwise.
 */
export function danglingOf(missing: readonly Missing[], set: ManifestSet, { isDeclared, handMade }: Surroundings): Dangling[] {
  const kindsHere = new Set([...[...set.stores.values()].flat().map(({ kind }) => kind), ...set.manifests.map(({ kind }) => kind)]);
  const seen = new Set<string>();
  return missing.flatMap(({ kind, name, by, place, isCertain }): Dangling[] => {
    const key = `${kind} ${name} ${by}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const found: Dangling = { kind: kinds[kind], name, by, place };
    if (set.live) return set.live(kind, name) ? [found] : [];
    if (isCertain) return [found];
    if (set.open || /[{$<]/.test(name) || madeByCluster.test(name) || isDeclared(kind, name)) return [];
    const isOwn = kindsHere.has(kind) || (set.kustomize && kind !== 'PersistentVolumeClaim');
    return isOwn && !handMade.makes(name) ? [found] : [];
  });
}
