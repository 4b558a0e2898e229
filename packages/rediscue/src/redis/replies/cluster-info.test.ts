import { expect, it } from 'vitest';
import { parseClusterInfo } from './cluster-info.ts';

const lines = [
  'cluster_state:fail',
  'cluster_slots_assigned:16383',
  'cluster_slots_ok:10922',
  'cluster_slots_pfail:0',
  'cluster_slots_fail:5461',
  'cluster_known_nodes:6',
  'cluster_size:3',
];

it('reads the state and the figures', () => {
  expect(parseClusterInfo(Buffer.from(lines.join('\r\n')))).toEqual({
    state: 'fail',
    slotsAssigned: 16383,
    slotsOk: 10922,
    slotsPfail: 0,
    slotsFail: 5461,
    knownNodes: 6,
    size: 3,
  });
});

it('is undefined with a part missing: unknown is not 0', () => {
  for (const missing of lines) expect(parseClusterInfo(lines.filter((line) => line !== missing).join('\r\n'))).toBeUndefined();
});
