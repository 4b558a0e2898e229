import { errors } from '../errors.ts';
import type { NotChecked } from '../facts/index.ts';
import type { Cluster, ClusterRequest } from '../probes/kubernetes/cluster.ts';

export interface Joined {
  /** Null: it could not be read, and there is something else to look at. */
  cluster: Cluster | null;
  notChecked: readonly NotChecked[];
}

/** Reads the cluster that was asked for. Throws `kubernetes/…` where that is not possible, and nothing else was named that can be looked at. */
export async function joinCluster(request: ClusterRequest, budgetMs: number, isAlone: boolean, signal: AbortSignal): Promise<Joined> {
  const { Cluster: Reading, ClusterFault } = await import('../probes/kubernetes/index.ts');
  try {
    const cluster = await Reading.read(request, budgetMs, signal);
    return { cluster, notChecked: cluster.notChecked };
  } catch (error) {
    if (!(error instanceof ClusterFault)) throw error;
    const { context } = request;
    if (error.kind === 'kubeconfig') throw errors.kubeconfigUnusable({ why: error.message }, { cause: error });
    if (isAlone) throw errors.clusterUnreadable({ context, why: error.message }, { cause: error });
    return { cluster: null, notChecked: [{ what: `the cluster of ${context}`, why: error.message }] };
  }
}
