import { parseClusterInfo, parseClusterNodes } from '../../redis/index.ts';
import { answer, defineServerProbe, otherState } from './question.ts';

/** The cluster as this node sees it. Recorded of servers in cluster mode only. */
export const cluster = defineServerProbe({
  id: 'cluster',
  since: '3.0',
  permission: '+cluster|info +cluster|nodes',
  cost: 'O(nodes)',
  commands: () => [
    ['CLUSTER', 'INFO'],
    ['CLUSTER', 'NODES'],
  ],
  read: ([info, list], server) => {
    const summary = answer(info, parseClusterInfo);
    const nodes = answer(list, parseClusterNodes);
    if (summary.state !== 'ok') return summary;
    if (nodes.state !== 'ok') return otherState(nodes);
    const coverage = server.setting('cluster-require-full-coverage');
    return { state: 'ok', value: { ...summary.value, requireFullCoverage: coverage === undefined ? null : coverage === 'yes', nodes: nodes.value } };
  },
});
