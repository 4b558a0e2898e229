import type { LiveObject, LiveObjects } from '../../declared/kubernetes/live.ts';
import type { NotChecked } from '../../facts/index.ts';
import type { Api, Json } from './api.ts';
import { ClusterFault, isTotal } from './fault.ts';
import { isReady, isRunning, loosePods, type Namespace, nameOf, podsOf, readNamespace, referencedStores, ruleFor } from './namespace.ts';

const maxStores = 120;

export interface ReadCluster {
  own: Namespace;
  live: LiveObjects;
}

/** Reads what runs in a namespace and what that refers to. Throws ClusterFault for what concerns every question. */
export async function readCluster(api: Api, namespace: string, tell: (note: NotChecked) => void): Promise<ReadCluster> {
  const own = await readNamespace(api, namespace, tell);
  const pods = own.pods ?? [];
  const workloads = [...own.workloads, ...loosePods(own.workloads, pods)];
  const wanted = referencedStores([...workloads, ...pods]);
  if (wanted.length > maxStores) tell({ what: `Secrets and ConfigMaps of the namespace ${namespace}`, why: `its workloads name ${wanted.length}, of which ${maxStores} are read` });
  const seen = new Set<string>();
  const stores = await readStores(api, namespace, wanted.slice(0, maxStores), seen, tell);
  const current = new Map<string, LiveObject>();
  for (const workload of workloads) {
    const [first] = podsOf(workload, pods)
      .filter(isRunning)
      .toSorted((a, b) => Number(isReady(b)) - Number(isReady(a)) || createdAt(b) - createdAt(a));
    if (first) current.set(`${workload.kind} ${nameOf(workload)}`, first);
  }
  return {
    own,
    live: {
      context: api.access.context,
      namespace,
      objects: [...workloads.map(withKind), ...(own.services ?? []), ...stores, ...(own.policies ?? [])],
      pods: current,
      isSeen: (kind, name) => seen.has(`${kind} ${name.split('/')[0]}`),
    },
  };
}

const withKind = (workload: Json): Json => (workload.kind === 'Pod' ? { ...workload, apiVersion: 'v1' } : workload);

const createdAt = (pod: Json): number => Date.parse(String((pod.metadata as Json | undefined)?.creationTimestamp ?? '')) || 0;

/** Each by its name: so an account needs no right to list the secrets of others. `seen` gets those of which it is known whether they are there. */
async function readStores(
  api: Api,
  namespace: string,
  wanted: readonly { kind: 'Secret' | 'ConfigMap'; name: string }[],
  seen: Set<string>,
  tell: (note: NotChecked) => void,
): Promise<Json[]> {
  const refused = new Map<string, { names: string[]; why: string }>();
  const found = await Promise.all(
    wanted.map(async ({ kind, name }): Promise<Json[]> => {
      const resource = kind === 'Secret' ? 'secrets' : 'configmaps';
      try {
        const object = await api.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}/${resource}/${encodeURIComponent(name)}`);
        seen.add(`${kind} ${name}`);
        return [object];
      } catch (error) {
        if (!(error instanceof ClusterFault) || isTotal(error)) throw error;
        if (error.kind === 'not-found') seen.add(`${kind} ${name}`);
        else {
          const known = refused.get(resource) ?? { names: [], why: error.kind === 'forbidden' ? `${error.message}; ${ruleFor('get', resource)}` : error.message };
          known.names.push(name);
          refused.set(resource, known);
        }
        return [];
      }
    }),
  );
  for (const [resource, { names, why }] of refused)
    tell({ what: `the ${resource} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''} of the namespace ${namespace}`, why });
  return found.flat();
}
