import { type Command, commonOptions } from '../../packages/rediscue/src/cli/command.ts';
import { optionLabel, optionText, usage } from '../../packages/rediscue/src/cli/help.ts';
import type { Generated } from './generated.ts';
import { notice, text } from './markdown.ts';

/** The reference of the command line, from the same definitions that parse it. */
export function commandsPage(commands: readonly Command[]): Generated {
  const blocks = [
    notice,
    '# Commands',
    'Results go to stdout, progress and notes to stderr. Exit status: 0 well, 1 done and what was looked at is not well, 2 the call or the configuration is wrong, 3 it could not be done, 130 interrupted.',
    ...commands.flatMap(section),
  ];
  return { file: 'docs/reference/commands.md', text: `${blocks.join('\n\n')}\n` };
}

function section(command: Command): string[] {
  const cell = (plain: string) => text(plain).replaceAll('|', '\\|');
  const rows = [
    ...command.arguments.map(({ name, what }) => `| \`${name}\` | ${cell(what)} |`),
    ...Object.entries({ ...command.options, ...commonOptions }).map(([name, spec]) => `| \`${optionLabel(name, spec).replaceAll('|', '\\|')}\` | ${cell(optionText(spec))} |`),
  ];
  return [
    `## rediscue ${command.name}`,
    text(command.what),
    ['```text', usage(command), '```'].join('\n'),
    ...command.details.map(text),
    ['| argument or option | meaning |', '| --- | --- |', ...rows].join('\n'),
    command.examples.map(({ command: line, what }) => `${text(what)}\n\n\`\`\`sh\n${line}\n\`\`\``).join('\n\n'),
  ];
}
