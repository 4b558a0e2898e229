import { parseMemoryStats } from '../../redis/index.ts';
import { answer, defineServerProbe } from './question.ts';

/** Where the memory goes. */
export const memory = defineServerProbe({
  id: 'memory',
  since: '4.0',
  permission: '+memory|stats',
  cost: 'O(databases that hold keys)',
  commands: () => [['MEMORY', 'STATS']],
  read: ([outcome]) => answer(outcome, parseMemoryStats),
});
