import { errors } from '../../errors.ts';
import { printable } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { commandHelp, overview } from '../help.ts';
import { nearest } from '../nearest.ts';

export default defineCommand({
  name: 'help',
  what: 'Show help, for all or for one command.',
  details: [],
  arguments: [{ name: 'COMMAND', what: 'The command to explain.', choices: async (commands) => commands.map(({ name }) => name) }],
  options: {},
  examples: [{ command: 'rediscue help diagnose', what: 'The same as rediscue diagnose --help.' }],
  run: async ({ arguments: [name] }, world) => {
    const commands = await world.commands();
    if (name === undefined) return { status: 0, stdout: overview(commands, world.stdout) };
    const command = commands.find((each) => each.name === name);
    if (command !== undefined) return { status: 0, stdout: commandHelp(command, world.stdout) };
    const [near] = nearest(
      name,
      commands.map((each) => each.name),
    );
    throw errors.unknownCommand({ name: printable(name), nearest: near === undefined ? null : `rediscue help ${near}` });
  },
});
