import type { Manifest } from './manifest.ts';
import { type Store, storesOf } from './stores.ts';

/** Manifests that are applied together. */
export interface ManifestSet {
  /** Folder of the kustomization, or the folder that all files are in. */
  label: string;
  kustomize: boolean;
  /** Parts of it cannot be seen here (remote bases, charts, operators that make objects of their own). */
  open: boolean;
  manifests: readonly Manifest[];
  /** Of a set that a cluster has: whether an object of that kind and name would have been seen. */
  live?: (kind: string, name: string) => boolean;
  /** Namespace of what names none, where the set says so. */
  namespace: string | null;
  /** Secrets and ConfigMaps by kind and name. */
  stores: ReadonlyMap<string, readonly Store[]>;
}

/** Who looks for something. */
export interface Seeker {
  namespace: string | null;
  variant: string | null;
  file: string;
}

export function manifestSet(parts: Pick<ManifestSet, 'label' | 'kustomize' | 'open' | 'manifests' | 'live'>): ManifestSet {
  const spaces = new Set(parts.manifests.flatMap(({ kind, name, namespace }) => (kind === 'Namespace' ? [name] : (namespace ?? []))));
  const [only] = spaces;
  const stores = new Map<string, Store[]>();
  for (const store of parts.manifests.flatMap((manifest) => storesOf(manifest))) {
    const key = `${store.kind} ${store.name}`;
    stores.set(key, [...(stores.get(key) ?? []), store]);
  }
  return { ...parts, namespace: spaces.size === 1 && only !== undefined ? only : null, stores };
}

/** Whether two see each other: an unnamed namespace is the one that the whole set is applied to. */
export const sameNamespace = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;

/**
 * The one that is meant among several of a name: one of the seeker's own environment before one for all, one near it before one
 * far away. What is for another environment is never meant.
 */
export function nearest<T extends { namespace: string | null; variant: string | null; file: string }>(candidates: readonly T[], seeker: Seeker): T | null {
  const fits = candidates.filter((each) => sameNamespace(each.namespace, seeker.namespace) && (each.variant === null || each.variant === seeker.variant));
  const score = (each: T) =>
    (each.variant === seeker.variant ? 8 : 0) +
    (each.namespace === seeker.namespace ? 4 : 0) +
    (each.file === seeker.file ? 2 : 0) +
    (each.file.slice(0, each.file.lastIndexOf('/')) === seeker.file.slice(0, seeker.file.lastIndexOf('/')) ? 1 : 0);
  return fits.reduce<T | null>((best, each) => (best === null || score(each) >= score(best) ? each : best), null);
}

/** API groups whose objects configure what is there and make no Secrets, Services or pods. */
const harmless =
  /^(monitoring\.coreos\.com|bitnami\.com|external-secrets\.io|cert-manager\.io|acme\.cert-manager\.io|(.+\.)?istio\.io|traefik\.(io|containo\.us)|gateway\.networking\.k8s\.io|cilium\.io|keda\.sh|kyverno\.io|projectcontour\.io|cloud\.google\.com|networking\.gke\.io|elbv2\.k8s\.aws|kustomize\.config\.k8s\.io|route\.openshift\.io)$/;

/** Whether objects of this group may make others, as operators and GitOps tools do. */
export function makesObjects({ group, kind }: { group: string; kind: string }): boolean {
  if (/^(Prometheus|PrometheusAgent|Alertmanager|ThanosRuler)$/.test(kind)) return true;
  return group.includes('.') && !/(^|\.)k8s\.io$/.test(group) && !harmless.test(group);
}
