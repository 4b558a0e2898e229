import { defineCommand } from '../../command.ts';
import { options } from './options.ts';

export default defineCommand({
  name: 'explain',
  what: 'Show what a code means, how it is detected and what to do.',
  details: [],
  arguments: [
    { name: 'CODE', what: 'A code of a report, such as auth/password-missing.', choices: async () => Object.keys((await import('../../../causes/catalogue.ts')).catalogue) },
  ],
  options,
  examples: [
    { command: 'rediscue explain auth/password-missing', what: 'The page of one code.' },
    { command: 'rediscue explain --list', what: 'All codes.' },
  ],
  run: async (call, world) => (await import('./run.ts')).runExplain(call, world),
});
