import { parseModuleList } from '../../redis/index.ts';
import { answer, defineServerProbe } from './question.ts';

/** Loaded modules. */
export const modules = defineServerProbe({
  id: 'modules',
  since: '4.0',
  permission: '+module|list',
  cost: 'O(modules)',
  commands: () => [['MODULE', 'LIST']],
  read: ([outcome]) => answer(outcome, parseModuleList),
});
