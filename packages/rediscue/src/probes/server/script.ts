import { parseFunctionStats } from '../../redis/index.ts';
import { answer, defineServerProbe } from './question.ts';

/** A function that runs right now; allowed while the server answers everything else with BUSY. */
export const script = defineServerProbe({
  id: 'script',
  since: '7.0',
  permission: '+function|stats',
  cost: 'O(engines): one',
  commands: () => [['FUNCTION', 'STATS']],
  read: ([outcome]) => answer(outcome, parseFunctionStats),
});
