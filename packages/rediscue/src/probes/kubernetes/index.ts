export { readersWithCluster, withCluster } from '../../declared/kubernetes/live.ts';
export { Cluster } from './cluster.ts';
export { ClusterFault } from './fault.ts';
