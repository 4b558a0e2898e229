import { defineCommand } from '../../command.ts';
import { options } from './options.ts';

export default defineCommand({
  name: 'init',
  what: 'Find what a project declares, and write a commented rediscue.yaml.',
  details: [
    'Nothing is contacted. What the files declare stands there as targets, without any secret: passwordEnv and urlEnv name the variable that holds it. What can be set beside them stands there as a comment, with its default. Editors that read its first line complete and check it.',
    'A rediscue.yaml is not needed: without one, what the files declare is looked at as it stands. Targets in it win over all other declarations, so that they are to be kept up to date, or left out.',
  ],
  arguments: [],
  options,
  examples: [
    { command: 'rediscue init', what: 'For the project in this folder.' },
    { command: 'rediscue init --dry-run', what: 'Only show it.' },
    { command: 'rediscue init --dir ./shop --force', what: 'Anew, for another folder.' },
  ],
  run: async (call, world) => (await import('./run.ts')).runInit(call, world),
});
