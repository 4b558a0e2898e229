import { defineCommand } from '../../command.ts';

export default defineCommand({
  name: 'completion',
  what: 'Print a completion script for a shell.',
  details: [
    'bash: source it, or put it in ~/.local/share/bash-completion/completions/rediscue. zsh: put it as _rediscue in a folder of $fpath. fish: put it in ~/.config/fish/completions/rediscue.fish.',
  ],
  arguments: [{ name: 'SHELL', what: 'bash, zsh or fish.', required: true, choices: ['bash', 'zsh', 'fish'] }],
  options: {},
  examples: [{ command: 'source <(rediscue completion bash)', what: 'Completion in this shell.' }],
  run: async ({ arguments: [shell = ''] }, world) => ({ status: 0, stdout: await (await import('./script.ts')).completionScript(shell, await world.commands()) }),
});
