import { type Reply, text } from '../resp.ts';
import { colonLines, numberOf } from './shape.ts';

export interface ClusterSummary {
  /** `ok` or `fail`. */
  state: string;
  slotsAssigned: number;
  slotsOk: number;
  slotsPfail: number;
  slotsFail: number;
  knownNodes: number;
  size: number;
}

/** CLUSTER INFO. Undefined when a figure is missing: half a state is no state. */
export function parseClusterInfo(reply: Reply): ClusterSummary | undefined {
  const whole = text(reply);
  if (whole === undefined) return undefined;
  const named = colonLines(whole, 200);
  const count = (name: string) => numberOf(named.get(`cluster_${name}`));
  const [slotsAssigned, slotsOk, slotsPfail] = [count('slots_assigned'), count('slots_ok'), count('slots_pfail')];
  const [slotsFail, knownNodes, size] = [count('slots_fail'), count('known_nodes'), count('size')];
  const state = named.get('cluster_state');
  if (state === undefined || slotsAssigned === undefined || slotsOk === undefined || slotsPfail === undefined) return undefined;
  if (slotsFail === undefined || knownNodes === undefined || size === undefined) return undefined;
  return { state, slotsAssigned, slotsOk, slotsPfail, slotsFail, knownNodes, size };
}
