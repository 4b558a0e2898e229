import { errors } from '../../../errors.ts';
import { printable } from '../../arguments.ts';
import { type Command, commonOptions } from '../../command.ts';
import { bash } from './bash.ts';
import type { Completed } from './completed.ts';
import { fish } from './fish.ts';
import { zsh } from './zsh.ts';

const shells: Record<string, (commands: readonly Completed[]) => string> = { bash, zsh, fish };

export async function completionScript(shell: string, commands: readonly Command[]): Promise<string> {
  const make = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (make === undefined) throw errors.badValue({ option: 'SHELL', value: printable(shell), right: `It can be ${Object.keys(shells).join(', ')}.` });
  return make(await Promise.all(commands.map((command) => completed(command, commands))));
}

async function completed({ name, what, options, arguments: args }: Command, commands: readonly Command[]): Promise<Completed> {
  const choices = args[0]?.choices ?? [];
  return {
    name,
    what,
    options: Object.entries({ ...options, ...commonOptions }).map(([option, spec]) => ({ name: option, spec })),
    takesFiles: args[0]?.complete === 'file',
    words: typeof choices === 'function' ? await choices(commands) : choices,
  };
}
