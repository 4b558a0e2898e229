/** What a host means to a pod: a Service with its namespace, or one pod of a StatefulSet behind it. */
export interface ClusterName {
  service: string;
  /** Null: the pod's own. */
  namespace: string | null;
  /** `redis-0` of `redis-0.redis`. */
  pod: string | null;
  /** Only a cluster has such a name; otherwise it may also be one that everybody knows. */
  isCertain: boolean;
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/i;

/** Every way in which a host may name something of the cluster, the likelier first. */
export function clusterNames(host: string): ClusterName[] {
  const parts = host.replace(/\.$/, '').split('.');
  if (!parts.every((part) => label.test(part)) || parts.every((part) => /^\d+$/.test(part))) return [];
  const svc = parts.indexOf('svc', 1);
  const named = svc === -1 ? parts : parts.slice(0, svc);
  const isCertain = svc !== -1;
  const [a = '', b, c] = named;
  if (named.length === 1) return isCertain ? [] : [{ service: a, namespace: null, pod: null, isCertain: true }];
  if (named.length === 2 && b !== undefined)
    return [{ service: a, namespace: b, pod: null, isCertain }, ...(isCertain ? [] : [{ service: b, namespace: null, pod: a, isCertain: false }])];
  if (named.length === 3 && b !== undefined && c !== undefined) return [{ service: b, namespace: c, pod: a, isCertain }];
  return [];
}
